"""Is a difference left among images that are alike in a trivial property? Labels are dealt anew within its strata.

Where one class is brighter, a finding may be the brightness in another guise. So the images are cut into strata of the
property that tells the classes apart best, and the test is repeated with labels exchanged within them only (a
stratified permutation test: Good 2005, "Permutation, Parametric and Bootstrap Tests", chapter 3). What the property
still says within a stratum is taken off first, by a straight line.
"""

from __future__ import annotations

import numpy as np

from mousaic.analysis.classes.primary_answer import LEVEL
from mousaic.analysis.classes.shortcuts import Shortcuts
from mousaic.analysis.evidence import Evidence
from mousaic.arrays import Floats, Ints
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS
from mousaic.stats.planar_permutation import number_or_place_test

STRATA, FEWEST = 4, 8
"""Strata at most, and units that each should have."""


def p_within_strata(
    evidence: Evidence, shortcuts: Shortcuts, values: tuple[Floats, ...], seed: int
) -> tuple[str, float]:
    """The property, and p of the values (one array (N,), or rows and columns of places) within its strata.

    The property is "" where there is none that varies, and p is NaN where its strata leave too few labelings to reach
    5 %: what it tells and what the values tell cannot be held apart.
    """
    if not shortcuts.names or (shortcuts.best_class < 0).all():
        return "", float("nan")
    strongest = int(np.abs(shortcuts.auc - 0.5).argmax())
    strata = strata_of(shortcuts.values[:, strongest], evidence.units)
    parts = [f"{part}/{stratum}" for part, stratum in zip(evidence.parts, strata.tolist(), strict=True)]
    units = Units(evidence.images.labels, evidence.images.units, parts)
    if units.floor(PERMUTATIONS) > LEVEL:
        return shortcuts.names[strongest], float("nan")
    line = units.centred(units.means(shortcuts.values[:, [strongest]]))
    means = [_less(units.centred(units.means(one[:, None])), line) for one in values]
    return shortcuts.names[strongest], float(number_or_place_test(means, units, PERMUTATIONS, seed).p[0])


def _less(values: Floats, line: Floats) -> Floats:
    """Values (U, 1) less what is proportional to the property (U, 1), both with mean 0 in each stratum."""
    length = float((line**2).sum())
    left: Floats = values - line * (float((values * line).sum()) / length if length > 0 else 0.0)
    return left


def strata_of(values: Floats, units: Units) -> Ints:
    """(N,): the stratum of each image: its unit's place among all units by their mean values (N,), cut evenly."""
    means = units.means(values[:, None])[:, 0]
    count = max(1, min(STRATA, len(means) // FEWEST))
    of_unit = np.argsort(np.argsort(means, kind="stable"), kind="stable") * count // max(len(means), 1)
    return np.where(units.of_image >= 0, of_unit[units.of_image], 0)
