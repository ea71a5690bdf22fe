"""Is one class reconstructed better than another, and which images are reconstructed best and worst."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Floats, Ints, Mask, Names
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS, permutation_test
from mousaic.stats.reconstruction_scores import Interval, interval, intervals, pearson, squared_error, varied


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
    """(N,): Pearson r of each image over its pixels, -1 to 1; NaN for constant images, which have none."""
    squared_error: Floats
    """(N,): mean over the image's pixels, which run from 0 to 1."""
    order: Ints
    """The images that have an r, the worst first."""
    p_pearson: float | None
    """Permutation test (groups as units, two-sided) of r between the classes; None with fewer than two."""
    p_squared_error: float | None
    worst_class: str
    """The class with the lowest r, training and held-out images each held against their like; empty without classes."""


def by_class(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> ByClass:
    """Quality of the reconstructions by class and part."""
    images = evidence.images
    seen = varied(evidence.flat)
    r, error = np.empty(len(images)), np.empty(len(images))
    for block in evidence.blocks(images.D * (1 + evidence.members)):
        together, x = evidence.reconstruction[block].mean(1), evidence.flat[block]
        r[block], error[block] = np.where(seen[block], pearson(together, x), np.nan), squared_error(together, x)
    groups, parts = np.array(images.groups), np.array(evidence.parts)
    rows = []
    for part in ("train", "validation"):
        for label in sorted(set(images.labels.tolist()), key=lambda value: (value < 0, value)):
            mine = (parts == part) & (images.labels == label)
            if not mine.any():
                continue
            name = images.class_names[label] if label >= 0 else ""
            both = _intervals(r, error, mine, seen, groups, seed)
            rows.append(ClassScore(name, part, int(mine.sum()), len(set(groups[mine].tolist())), *both))
    units = evidence.units
    p_r = p_error = None
    lowest = ""
    if len(units.classes) > 1:
        # A constant image says nothing for or against its class: it stands at the mean of all.
        means = units.means(np.stack([np.where(seen, r, r[seen].mean() if seen.any() else 0.0), error], 1))
        tested = permutation_test([means], units, permutations, seed)
        p_r, p_error = float(tested.p[0]), float(tested.p[1])
        centred = units.centred(means)[:, 0]
        lowest = images.class_names[min(units.classes, key=lambda c: _mean_of(centred, units, c))]
    return ByClass(tuple(rows), r, error, np.argsort(r, kind="stable")[: int(seen.sum())], p_r, p_error, lowest)


def _intervals(r: Floats, error: Floats, mine: Mask, seen: Mask, groups: Names, seed: int) -> tuple[Interval, Interval]:
    """Of r, of the chosen images that have one (NaN where none has), and of the error."""
    if seen[mine].all():
        both = intervals(np.stack([r[mine], error[mine]]), groups[mine].tolist(), seed)
        return both[0], both[1]
    of_error = interval(error[mine], groups[mine].tolist(), seed)
    varied_ones = mine & seen
    if not varied_ones.any():
        return Interval(float("nan"), float("nan"), float("nan")), of_error
    return interval(r[varied_ones], groups[varied_ones].tolist(), seed), of_error


def _mean_of(values: Floats, units: Units, label: int) -> float:
    return float(values[units.label == units.classes.index(label)].mean())
