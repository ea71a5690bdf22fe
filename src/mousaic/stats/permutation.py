"""Permutation tests of many columns at once, with the largest statistic for the error of a whole family.

For each class c the statistic is the sum of a column, less its blocks' means, over the units of c, divided by the
standard deviation that this sum has over all ways to deal the labels. It is the difference of class means in units of
chance: near-silent columns, whose few values tie, cannot reach high ones, so they do not raise the bar for the others.
Of the classes, and of several views of one thing, the one with the largest |T| counts, in every labeling alike. See
Westfall and Young 1993 (max-T), Nichols and Holmes 2002.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Ints, Labelings, PerLabeling, PerThing, Reals, Singles, ThingPlaces, UnitValues
from mousaic.memory import row_blocks
from mousaic.stats.class_sums import class_sums, largest_by_labeling, many_classes
from mousaic.stats.exchangeable_units import Units

PERMUTATIONS = 10_000
TIE = 1e-4
"""Statistics closer than this are taken for equal: rounding must not make a tie a success."""


class Observed(NamedTuple):
    """The statistics of F columns under the real labels."""

    statistic: PerThing
    """(F,): T of the class and view that differ most; above 0 where the class has more, of two classes always."""
    best_class: ThingPlaces
    """(F,): that class, as numbered in the image set."""
    view: ThingPlaces
    """(F,): that view."""


class Tested(NamedTuple):
    """F columns tested over P labelings."""

    observed: Observed
    p: PerThing
    """(F,): two-sided, for each column alone."""
    largest: PerLabeling
    """(P,): the largest \\|T\\| of all columns, classes and views in each labeling: the null of the best column."""
    exact: bool
    """All labelings were used, the real one among them."""

    def family(self, largest: PerLabeling | None = None) -> PerThing:
        """(F,): p corrected for having looked at the whole family, of which ``largest`` is the null (default: own)."""
        null = np.sort(self.largest if largest is None else largest)
        more = len(null) - np.searchsorted(null, np.abs(self.observed.statistic) - TIE)
        return share(more, len(null), self.exact)


def permutation_test(
    views: Sequence[UnitValues], units: Units, permutations: int = PERMUTATIONS, seed: int = 0
) -> Tested:
    """Test each column of values (U, F) for a difference between the classes of the units.

    Exact where no more than ``permutations`` different labelings exist; else so many are drawn, and the real one counts
    as one more, so that p is never 0 and the test keeps its level (Phipson and Smyth 2010).

    Args:
        views: one or more arrays (U, F): the same F things measured in different ways.

    Examples:
        Four animals of each class; the first column tells the classes apart, the second does not.

        >>> units = Units(np.array([0, 0, 0, 0, 1, 1, 1, 1]), list("abcdefgh"), ["train"] * 8)
        >>> values = np.array([[1.0, 5], [2, 1], [3, 8], [4, 2], [11, 4], [12, 7], [13, 3], [14, 6]])
        >>> found = permutation_test([values], units)
        >>> found.exact, len(found.largest)  # all 70 labelings; the extreme one and its mirror image give p = 2 / 70
        (True, 70)
        >>> found.p.round(3).tolist(), found.observed.best_class.tolist()
        ([0.029, 0.686], [1, 1])
    """
    dealt, exact, columns = units.deal(permutations, seed), units.exact(permutations), views[0].shape[1]
    test = _of_all_classes if many_classes(units) else _class_by_class
    each = len(units) * len(views) * (1 if many_classes(units) else len(units.contrasts))
    blocks = row_blocks(max(columns, 1), each)
    return joined([test([view[:, own] for view in views], units, dealt, exact) for own in blocks])


def joined(parts: Sequence[Tested]) -> Tested:
    """Tests of some columns each, with the same units and labelings, as the test of all of them."""
    seen = zip(*(one.observed for one in parts), strict=True)
    largest: PerLabeling = np.max([one.largest for one in parts], 0)
    observed = Observed(*(np.concatenate(column) for column in seen))
    return Tested(observed, np.concatenate([one.p for one in parts]), largest, parts[0].exact)


def _class_by_class(views: Sequence[UnitValues], units: Units, dealt: Labelings, exact: bool) -> Tested:
    scaled = _scaled(views, units)
    seen = _observed(scaled, units)
    bar = np.abs(seen.statistic).astype(np.float32) - TIE
    more, largest = np.zeros(len(bar), dtype=np.int64), np.zeros(len(dealt))
    for some in row_blocks(len(dealt), max(len(units), len(bar))):
        null = np.zeros((len(dealt[some]), len(bar)), dtype=np.float32)
        for contrast, label in enumerate(units.contrasts):
            mine = (dealt[some] == label).astype(np.float32)
            for of_view in scaled:
                t = mine @ of_view[contrast]
                np.maximum(null, np.abs(t, out=t), out=null)
        more += (null >= bar).sum(0)
        largest[some] = null.max(1, initial=0)
    return Tested(seen, share(more, len(dealt), exact), largest, exact)


def _of_all_classes(views: Sequence[UnitValues], units: Units, dealt: Labelings, exact: bool) -> Tested:
    """The same where classes and units are many, with the sums of all classes at once."""
    seen = observe(views, units)
    centred = [units.centred(values) for values in views]
    scale = [_scale(values, own, units) for values, own in zip(views, centred, strict=True)]

    def statistic(sums: list[Reals], own: slice) -> Reals:
        found: Reals = np.maximum.reduce([np.abs(one) * by[:, own] for one, by in zip(sums, scale, strict=True)])
        return found

    more, largest = np.zeros(views[0].shape[1], dtype=np.int64), np.zeros(len(dealt))
    singles = [one.astype(np.float32) for one in centred]
    for some, own, null in largest_by_labeling(singles, units, dealt, statistic):
        more[own] += (null >= np.abs(seen.statistic[own]) - TIE).sum(0)
        np.maximum(largest[some], null.max(1, initial=0), out=largest[some])
    return Tested(seen, share(more, len(dealt), exact), largest, exact)


def _scale(values: UnitValues, centred: UnitValues, units: Units) -> Singles:
    """What the sum of each class is multiplied by to give T: (C, F)."""
    deviation = np.sqrt(units.variances(centred))
    real = deviation > _least(values)
    return np.where(real, 1 / np.where(real, deviation, 1.0), 0.0).astype(np.float32)


def observe(views: Sequence[UnitValues], units: Units) -> Observed:
    """The statistics alone, for columns that are not tested."""
    if not many_classes(units):
        return _observed(_scaled(views, units), units)
    found = []
    for values in views:
        centred = units.centred(values)
        sums = class_sums(units.label[None], centred, len(units.classes))[0]
        found.append((sums * _scale(values, centred, units))[units.contrasts])
    each = [(view, i, label) for view in range(len(views)) for i, label in enumerate(units.contrasts)]
    return _clearest(np.concatenate(found), each, units)


def _observed(scaled: list[list[Singles]], units: Units) -> Observed:
    each = list(_each(scaled, units))
    t = np.stack([scaled[view][contrast][units.label == label].sum(0) for view, contrast, label in each])
    return _clearest(t, each, units)


def _clearest(t: Reals, each: list[tuple[int, int, int]], units: Units) -> Observed:
    """Of the statistics (E, F) of every view and class the one that is largest, column by column."""
    winner = np.abs(t).argmax(0)
    statistic = np.take_along_axis(t, winner[None], 0)[0].astype(np.float64)
    view, label = (np.array([entry[i] for entry in each], dtype=np.int64)[winner] for i in (0, 2))
    best = np.array(units.classes, dtype=np.int64)[label]
    if len(units.classes) == 2:  # the second class less the first: name the one that has more
        best, statistic = np.where(statistic >= 0, best, units.classes[0]), np.abs(statistic)
    return Observed(statistic, best, view)


def _each(scaled: list[list[Singles]], units: Units) -> list[tuple[int, int, int]]:
    """View, number of the contrast, and its class, for every statistic of a column."""
    return [(view, i, label) for view in range(len(scaled)) for i, label in enumerate(units.contrasts)]


def _scaled(views: Sequence[UnitValues], units: Units) -> list[list[Singles]]:
    """For each view and contrast the values (U, F) whose sum over the units of a class is T."""
    found = []
    for values in views:
        centred = units.centred(values)
        least = _least(values)
        deviations = [np.sqrt(units.variance(centred, label)) for label in units.contrasts]
        usable = [deviation > least for deviation in deviations]
        found.append(
            [
                np.where(real, centred / np.where(real, deviation, 1.0), 0.0).astype(np.float32)
                for deviation, real in zip(deviations, usable, strict=True)
            ]
        )
    return found


def _least(values: UnitValues) -> PerThing:
    """What is constant up to rounding has no statistic: the deviation that counts as none, (F,)."""
    least: PerThing = np.maximum(1e-9 * np.abs(values).max(0, initial=0), 1e-15)
    return least


def share(more: Ints, labelings: int, exact: bool) -> PerThing:
    """p from the number of labelings that do at least as well; the real one is among them where all were used."""
    found: PerThing = more / labelings if exact else (more + 1) / (labelings + 1)
    return found
