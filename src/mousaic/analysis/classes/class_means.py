"""Where the classes' mean images differ, pixel by pixel, beside chance: a look at the images that needs no model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Flags, Floats, Ints, Singles
from mousaic.memory import row_blocks
from mousaic.stats.permutation import PERMUTATIONS, joined, permutation_test

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
    side = min(SIDE, shape.height)
    small = _at_places(evidence, side)
    tested = joined(
        [
            permutation_test([units.means(small[:, own].astype(np.float64))], units, permutations, seed)
            for own in row_blocks(side**2, len(small))
        ]
    )
    means, others = (found.reshape(-1, *shape) for found in _mean_images(evidence))
    position = {label: i for i, label in enumerate(units.classes)}
    best = np.array([position[int(label)] for label in tested.observed.best_class], dtype=np.int64)
    return ClassMeans(
        tuple(units.classes),
        means,
        others,
        tested.family().reshape(side, side),
        best.reshape(side, side),
    )


def _at_places(evidence: Evidence, side: int) -> Singles:
    """(N, side^2): each image, channels averaged, at the places that are tested."""
    shape = evidence.images.shape
    if shape == (1, side, side):
        return evidence.flat.astype(np.float32, copy=False)
    found = np.empty((len(evidence.images), side**2), np.float32)
    for part in evidence.blocks():
        pixels = torch.from_numpy(evidence.images.pixels[part]).double()
        found[part] = torch.nn.functional.adaptive_avg_pool2d(pixels, side).mean(1).flatten(1).numpy()
    return found


def _mean_images(evidence: Evidence) -> tuple[Floats, Floats]:
    """The mean of each class, units counting alike, and that of all other classes: (C, D) both."""
    units, counted = evidence.units, evidence.units.of_image >= 0
    sums, own = np.zeros((len(units.classes), evidence.images.D)), units.of_image[counted]
    share = np.zeros((len(sums), len(counted)))  # of each image in the mean of its unit
    share[units.label[own], np.flatnonzero(counted)] = 1 / np.bincount(own)[own]
    for part in evidence.blocks():
        sums += share[:, part] @ evidence.flat[part].astype(np.float64)
    count = np.bincount(units.label, minlength=len(sums))[:, None]
    return sums / count, (sums.sum(0) - sums) / (len(units) - count)
