"""Is one class reconstructed better than another, and which images are reconstructed best and worst."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Floats, Ints
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS, permutation_test
from mousaic.stats.reconstruction_scores import Interval, interval, pearson, squared_error


class ClassScore(NamedTuple):
    """One class in one part of the split."""

    class_name: str
    """Empty for images without a label."""
    part: str
    """"train" or "validation"."""
    images: int
    groups: int
    pearson: Interval
    """95 % interval over resampled groups; of one group alone it has no width and says nothing."""
    squared_error: Interval


class ByClass(NamedTuple):
    """Reconstructions by all members together (the mean of theirs), as the pictures show them."""

    rows: tuple[ClassScore, ...]
    pearson: Floats
    """(N,): Pearson r of each image over its pixels, -1 to 1."""
    squared_error: Floats
    """(N,): mean over the image's pixels, which run from 0 to 1."""
    order: Ints
    """(N,): the images, the worst r first."""
    p_pearson: float | None
    """Permutation test (groups as units, two-sided) of r between the classes; None with fewer than two."""
    p_squared_error: float | None
    worst_class: str
    """The class with the lowest r, training and held-out images each held against their like; empty without classes."""


def by_class(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> ByClass:
    """Quality of the reconstructions by class and part."""
    images = evidence.images
    together = evidence.reconstruction.mean(1)
    r, error = pearson(together, evidence.flat), squared_error(together, evidence.flat)
    groups, parts = np.array(images.groups), np.array(evidence.parts)
    rows = []
    for part in ("train", "validation"):
        for label in sorted(set(images.labels.tolist()), key=lambda value: (value < 0, value)):
            mine = (parts == part) & (images.labels == label)
            if not mine.any():
                continue
            names = groups[mine].tolist()
            name = images.class_names[label] if label >= 0 else ""
            both = (interval(values[mine], names, seed) for values in (r, error))
            rows.append(ClassScore(name, part, int(mine.sum()), len(set(names)), *both))
    units = evidence.units
    p_r = p_error = None
    lowest = ""
    if len(units.classes) > 1:
        means = units.means(np.stack([r, error], 1))
        tested = permutation_test([means], units, permutations, seed)
        p_r, p_error = float(tested.p[0]), float(tested.p[1])
        centred = units.centred(means)[:, 0]
        lowest = images.class_names[min(units.classes, key=lambda c: _mean_of(centred, units, c))]
    return ByClass(tuple(rows), r, error, np.argsort(r, kind="stable"), p_r, p_error, lowest)


def _mean_of(values: Floats, units: Units, label: int) -> float:
    return float(values[units.label == units.classes.index(label)].mean())
