"""How alike the features of one member are, beside features drawn at random."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Flags, Floats, Ints
from mousaic.seeds import generator

TWINS = 0.9
"""|cosine| from which two features are called near-copies."""
_WORK = 10**10
"""Multiplications for each member: beyond it, some features stand for all."""


class Redundancy(NamedTuple):
    """Over the features that fire in these images."""

    cosine: Floats
    """(M, H): largest |cosine| with another feature of the member that fires, 0 to 1; NaN for features that never fire
    or were not looked at."""
    nearest: Ints
    """(M, H): which feature that is; -1 where ``cosine`` is NaN."""
    chance: Floats
    """(C,): the same for features drawn as white noise, as many as the member has; sorted."""

    @property
    def median(self) -> float:
        """Of the features looked at; NaN without any."""
        looked = self.cosine[~np.isnan(self.cosine)]
        return float(np.median(looked)) if len(looked) else float("nan")

    @property
    def twins(self) -> float:
        """The share of the features looked at that have a near-copy; 0 without any."""
        looked = self.cosine[~np.isnan(self.cosine)]
        return float((looked >= TWINS).mean()) if len(looked) else 0.0


@torch.no_grad()
def redundancy(evidence: Evidence, seed: int = 0, dead: Flags | None = None) -> Redundancy:
    """The nearest neighbour of each feature within its member.

    Args:
        dead: (M, H) the features to leave out (default: those that fire in none of the images).
    """
    dead = evidence.dead if dead is None else dead
    pictures = torch.from_numpy(evidence.dictionary)
    cosine, nearest = np.full(dead.shape, np.nan), np.full(dead.shape, -1, dtype=np.int64)
    counts = []
    for m in range(len(dead)):
        alive = np.flatnonzero(~dead[m])
        if len(alive) < 2:
            continue
        asked = _some(len(alive), pictures.shape[2])
        largest, place = _nearest(pictures[m][torch.from_numpy(alive)], asked)
        cosine[m, alive[asked]], nearest[m, alive[asked]] = largest, alive[place]
        counts.append(len(alive))
    return Redundancy(cosine, nearest, _chance(int(np.median(counts)) if counts else 0, pictures.shape[2], seed))


def _some(features: int, pixels: int) -> Ints:
    """The features asked about: all, or evenly spaced ones where that would take too long."""
    count = int(min(features, max(100, _WORK // (features * pixels))))
    return (np.arange(count) * features) // count


def _chance(features: int, pixels: int, seed: int) -> Floats:
    """Nearest |cosine| of some of as many random features."""
    if features < 2:
        return np.zeros(0)
    random = torch.randn(features, pixels, generator=generator(seed, "random features"))
    return np.sort(_nearest(random, np.arange(min(features, 200)))[0])


def _nearest(rows: Tensor, asked: Ints) -> tuple[Floats, Ints]:
    """For each row asked about, the largest |cosine| with another row, and which row that is."""
    rows = normalize(rows, dim=1)
    largest, place = [], []
    for part in torch.split(torch.from_numpy(asked), 512):
        alike = (rows[part] @ rows.T).abs_()
        alike[torch.arange(len(part)), part] = -1.0
        found = alike.max(1)
        largest.append(found.values)
        place.append(found.indices)
    return torch.cat(largest).double().clamp(0, 1).numpy(), torch.cat(place).numpy()
