"""What fewer or more active features would change for this model, without training another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Floats, Ints
from mousaic.memory import row_blocks
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import TOP_K
from mousaic.training.metrics import pearson_r, varied_images

NUMBERS = 2**23
"""Of the rows that codes of a batch may gather: 32 MiB."""
MOST_IMAGES = 400
MOST = 4
"""The curve ends at this many times the model's k."""


class Sparsity(NamedTuple):
    """Error against the number j of active features, each member by itself, then the mean over members."""

    active: Ints
    """(J,): numbers of active features, rising, the model's k among them."""
    k: int
    parts: tuple[str, ...]
    """"train", "validation": those that have images."""
    images: tuple[int, ...]
    """Images looked at of each part: at most :data:`MOST_IMAGES`, evenly taken."""
    squared_error: Floats
    """(parts, J): mean over images and pixels."""
    pearson: Floats
    """(parts, J): mean over images."""

    @property
    def best(self) -> Ints:
        """(parts,): the number of active features with the smallest squared error."""
        found: Ints = self.active[self.squared_error.argmin(1)]
        return found


def sparsity(evidence: Evidence, seed: int = 0) -> Sparsity:
    """Describe each image by j of its features, for j below, at and above the model's k.

    Of codes of one pass, up to k, these are the j strongest features of the model's own codes; beyond, features join
    that the model was not trained to use at once. Other codes are found anew with j features.
    """
    k, features = evidence.model.card.k, evidence.model.card.features
    active = ladder(k, min(features, MOST * k))
    names = tuple(part for part in ("train", "validation") if part in evidence.parts)
    chosen = [_evenly(np.flatnonzero(np.array(evidence.parts) == part)) for part in names]
    both = [_curves(evidence, images, active) for images in chosen]
    error, r = (np.stack([curves[i] for curves in both]) for i in (0, 1))
    return Sparsity(active, k, names, tuple(len(images) for images in chosen), error, r)


def ladder(k: int, most: int) -> Ints:
    """Numbers from 1 to ``most``, each about 1.4 times the last, with ``k`` and ``most`` among them."""
    steps = np.unique(np.rint(2 ** np.arange(0, np.log2(max(most, 1)) + 0.5, 0.5)))
    fixed = [min(k, most), most]
    apart = [n for n in steps if n <= most and all(max(n, f) > 1.15 * min(n, f) for f in fixed)]
    return np.unique([*apart, *fixed]).astype(np.int64)


def _evenly(images: NDArray[np.intp]) -> NDArray[np.intp]:
    count = min(len(images), MOST_IMAGES)
    return images[(np.arange(count) * len(images)) // max(1, count)]


def _of_sizes(member: Ensemble, seen: Tensor, active: Ints) -> Iterator[Codes]:
    """Codes of images (B, D) with each number of active features."""
    if TOP_K in member.capabilities:  # the strongest of a longer code are the shorter one
        codes = member.encode(seen).by_value()
        yield from (codes.between(0, count) for count in active.tolist())
    else:
        yield from (member.with_k(count).encode(seen) for count in active.tolist())


@torch.no_grad()
def _curves(evidence: Evidence, images: NDArray[np.intp], active: Ints) -> tuple[Floats, Floats]:
    """Squared error and r for each number of active features, over these images: (J,) both."""
    ensemble = evidence.model.ensemble
    x = torch.from_numpy(evidence.flat[images])
    error, r = np.zeros(len(active)), np.zeros(len(active))
    most = int(active[-1])
    for m in range(ensemble.members):
        member = ensemble.member(m).with_k(most)
        for place, codes in enumerate(_of_sizes(member, x, active)):
            for part in row_blocks(len(x), most * x.shape[1] + ensemble.features, NUMBERS):
                seen = x[part]
                y = member.decode(Codes(*(own[:, part] for own in codes)))[0]
                error[place] += (y - seen).double().square().mean(1).sum().item()
                r[place] += pearson_r(y, seen).sum().item()
    with_r = max(int(varied_images(x).sum()), 1)  # constant images have an r of 0, and are left out
    return error / (len(x) * ensemble.members), r / (with_r * ensemble.members)
