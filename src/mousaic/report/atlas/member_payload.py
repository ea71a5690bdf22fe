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
from mousaic.runs.applied import EncodedImages

BATCH = 256


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
    exact = evidence.reconstruction[:, member]
    if not exact.size:
        return 0.0, 0.0
    apart = 255 * (redrawn(evidence, member, dequantise(found, evidence.model.card.shape)) - exact)
    return float(np.abs(apart).max()), float(np.sqrt(np.square(apart, dtype=np.float64).mean()))


@torch.no_grad()
def redrawn(evidence: Evidence, member: int, weight: Singles) -> Singles:
    """Reconstructions (N, D) from the model's codes and other weights (H, D)."""
    if evidence.placed is not None:
        return _laid(evidence, evidence.placed, member, weight)
    rows, silence = torch.from_numpy(weight)[None], evidence.model.ensemble.silence()[member, None]
    made = [np.empty((0, weight.shape[1]), np.float32)]
    for start in range(0, len(evidence.codes.values), BATCH):
        part = slice(start, start + BATCH)
        values, indices = (torch.from_numpy(a[part, member])[None].contiguous() for a in evidence.codes)
        made.append(summed_rows(rows, Codes(values, indices), silence)[0].numpy())
    return np.concatenate(made)


def _laid(evidence: Evidence, placed: EncodedImages, member: int, weight: Singles) -> Singles:
    """The same with pictures (F, D) of filters."""
    own = evidence.model.ensemble.member(member)
    filters = placing_of(evidence).unframed(torch.from_numpy(weight))
    rounded = Ensemble(dict(own.values) | {"filters": filters[None]}, own.k, own.parts)
    values, indices = (torch.from_numpy(a[:, member])[None].contiguous() for a in placed)
    found: Singles = rounded.decode(Codes(values, indices))[0].numpy()
    return found
