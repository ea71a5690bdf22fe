"""Where the classes' mean images differ, pixel by pixel, beside chance: a look at the images that needs no model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Flags, Floats, Ints
from mousaic.stats.permutation import PERMUTATIONS, permutation_test

LEVEL = 0.05
SIDE = 64
"""Larger images are tested as means over this many blocks a side."""


class ClassMeans(NamedTuple):
    """C classes that have images of shape (channels, S, S); places are pixels, or blocks (at most 64 a side)."""

    classes: tuple[int, ...]
    """As numbered in the image set."""
    means: Floats
    """(C, channels, S, S): the mean image of each class, units (groups) counting alike."""
    others: Floats
    """(C, channels, S, S): that of all other classes."""
    p: Floats
    """(side, side): of each place, corrected for having looked at all places (max-T)."""
    best: Ints
    """(side, side): position in ``classes`` of the class that stands out there."""

    @property
    def passed(self) -> Flags:
        """(side, side): places that differ, at a 5 % chance that even one of them is a fluke."""
        return self.p <= LEVEL


def class_means(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> ClassMeans | None:
    """Compare the classes at every place of the image; None with fewer than two classes."""
    units = evidence.units
    if len(units.classes) < 2:
        return None
    evidence.images.need_grid("A map of where the classes differ")
    shape = evidence.images.shape
    whole = units.means(evidence.flat.astype(np.float64)).reshape(-1, *shape)
    mine = [units.label == c for c in range(len(units.classes))]
    side = min(SIDE, shape[1])
    small = torch.nn.functional.adaptive_avg_pool2d(torch.from_numpy(whole), side).mean(1).flatten(1).numpy()
    tested = permutation_test([small], units, permutations, seed)
    position = {label: i for i, label in enumerate(units.classes)}
    best = np.array([position[int(label)] for label in tested.observed.best_class], dtype=np.int64)
    return ClassMeans(
        tuple(units.classes),
        np.stack([whole[m].mean(0) for m in mine]),
        np.stack([whole[~m].mean(0) for m in mine]),
        tested.family().reshape(side, side),
        best.reshape(side, side),
    )
