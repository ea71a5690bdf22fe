"""What the atlas's page must know of one member: its 8-bit dictionary and the codes of the images."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.placed_codes import placing_of
from mousaic.arrays import Singles
from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.ensemble import Ensemble
from mousaic.report.atlas.packing import packed
from mousaic.report.atlas.quantise import Quantised, dequantise, quantise


def member_payload(evidence: Evidence, member: int) -> dict[str, Any]:
    """The script ``member_N.js``: pictures, bias, center, and the model's own codes of the images.

    Filters are in the middle of their pictures, and each entry of a code says where its filter's middle pixel lies.
    Without a bias the page can show what the model made of these images, but encode no others.
    """
    ensemble, shape = evidence.model.ensemble, evidence.model.card.shape
    found = quantise(evidence.dictionary[member], shape)
    bias, silence = ensemble.encoder_bias(member), ensemble.silence()[member].numpy()
    largest, typical = rounding_error(evidence, member, found)
    codes = evidence.codes if evidence.placed is None else evidence.placed
    features, places = codes.indices[:, member], None
    if evidence.placed is not None:
        at = placing_of(evidence).position(torch.from_numpy(features))
        features, stride = at.filter.numpy(), placing_of(evidence).stride
        places = [packed(stride * side.numpy(), "u2") for side in (at.row, at.column)]
    return {
        "values": packed(found.values, "i1"),
        "scale": packed(found.scale, "f4"),
        "boxes": packed(found.boxes, "u2"),
        "bias": None if bias is None else packed(bias.numpy(), "f4"),
        "center": packed(silence, "f4") if silence.any() else None,
        "codeValues": packed(codes.values[:, member], "f4"),
        "codeIndices": packed(features, "u4"),
        "codePlaces": places,
        "rounding": {"largest": largest, "typical": typical},
    }


def rounding_error(evidence: Evidence, member: int, found: Quantised) -> tuple[float, float]:
    """How far the page's reconstructions of these images lie from the model's, by the weights' rounding alone.

    Returns:
        the largest and the root-mean-square difference over all pixels, in steps of 1/255.
    """
    weight, largest, total = dequantise(found, evidence.model.card.shape), 0.0, 0.0
    for part in evidence.blocks():
        apart = 255 * (redrawn(evidence, member, weight, part) - evidence.reconstruction[part, member])
        largest = max(largest, float(np.abs(apart).max()))
        total += float(np.square(apart, dtype=np.float64).sum())
    return largest, (total / max(evidence.flat.size, 1)) ** 0.5


@torch.no_grad()
def redrawn(evidence: Evidence, member: int, weight: Singles, part: slice = slice(None)) -> Singles:
    """Reconstructions (n, D) of some images from the model's codes and other weights (H, D), or (F, D) of filters."""
    codes, ensemble = evidence.codes if evidence.placed is None else evidence.placed, evidence.model.ensemble
    active, rows = (
        Codes(*(torch.from_numpy(a[part, member])[None].contiguous() for a in codes)),
        torch.from_numpy(weight),
    )
    if evidence.placed is None:
        made = summed_rows(rows[None], active, ensemble.silence()[member, None])
    else:
        own, filters = ensemble.member(member), placing_of(evidence).unframed(rows)[None]
        made = Ensemble(dict(own.values) | {"filters": filters}, own.k, own.parts).decode(active)
    found: Singles = made[0].numpy()
    return found
