"""Is a difference left among images that are alike in a trivial property? Labels are dealt anew within its strata.

Where one class is brighter, a finding may be the brightness in another guise. So the images are cut into strata of the
property that tells the classes apart best, and the test is repeated with labels exchanged within them only (a
stratified permutation test: Good 2005, "Permutation, Parametric and Bootstrap Tests", chapter 3). What the property
still says within a stratum is taken off first, by a straight line.
"""

from __future__ import annotations

from typing import NamedTuple

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


class Alike(NamedTuple):
    """Images in strata of one property."""

    name: str
    """The trivial property that tells the classes apart best; "" where none varies."""
    units: Units | None
    """Units within part and stratum; None where they leave too few labelings to reach 5 %: what the property tells and
    what anything else tells cannot be held apart."""
    line: Floats
    """(U, 1): the property of each unit, less its stratum's mean."""

    def p(self, values: tuple[Floats, ...], seed: int) -> float:
        """Of values (one array (N,), or rows and columns of places) within the strata; NaN without units."""
        if self.units is None:
            return float("nan")
        means = [_less(self.units.centred(self.units.means(one[:, None])), self.line) for one in values]
        return float(number_or_place_test(means, self.units, PERMUTATIONS, seed).p[0])


def alike_in(evidence: Evidence, shortcuts: Shortcuts) -> Alike:
    """The images in strata of the property that tells the classes apart best."""
    none = np.zeros((0, 1))
    if not shortcuts.names or (shortcuts.best_class < 0).all():
        return Alike("", None, none)
    strongest = int(np.abs(shortcuts.auc - 0.5).argmax())
    strata = strata_of(shortcuts.values[:, strongest], evidence.units)
    parts = [f"{part}/{stratum}" for part, stratum in zip(evidence.parts, strata.tolist(), strict=True)]
    units = Units(evidence.images.labels, evidence.images.units, parts)
    if units.floor(PERMUTATIONS) > LEVEL:
        return Alike(shortcuts.names[strongest], None, none)
    return Alike(shortcuts.names[strongest], units, units.centred(units.means(shortcuts.values[:, [strongest]])))


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
