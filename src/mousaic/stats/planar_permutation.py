"""A permutation test of places: do points in the plane lie elsewhere in one class than in the others?

For each class c the statistic is q = s' S^-1 s, where s is the sum of the places (row and column, less their block's
mean) over the units of c and S the covariance that this sum has over all ways to deal the labels (Hotelling's T^2 in
units of chance; Hotelling 1931). Of labels that mean nothing, q is about chi-squared with two degrees of freedom; it is
given as the |z| of a normal number that is as rare, so that places and single numbers can share one family
(:class:`mousaic.stats.permutation.Tested`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Labelings, Reals, UnitValues
from mousaic.memory import row_blocks
from mousaic.stats.class_sums import class_sums, largest_by_labeling, many_classes
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS, TIE, Observed, Tested, permutation_test, share


def planar_test(
    rows: UnitValues, columns: UnitValues, units: Units, permutations: int = PERMUTATIONS, seed: int = 0
) -> Tested:
    """Test each of F things, whose places are (U, F) rows and columns, as one number is tested by ``permutation_test``.

    The labelings are those that ``permutation_test`` tries with the same seed. A thing that hardly ever moves, less
    than a millionth of the side of what is looked at (taken as 1), has no statistic: |z| = 0.

    Examples:
        Four animals of each class; in the second the thing lies further down and to the right.

        >>> units = Units(np.array([0, 0, 0, 0, 1, 1, 1, 1]), list("abcdefgh"), ["train"] * 8)
        >>> row = np.array([[0.1], [0.2], [0.15], [0.12], [0.5], [0.6], [0.55], [0.45]])
        >>> found = planar_test(row, row[::-1] * [0.5] + row, units)
        >>> found.p.round(3).tolist(), found.observed.best_class.tolist()
        ([0.029], [1])
    """
    down, across = units.centred(rows), units.centred(columns)
    dealt, labels = units.deal(permutations, seed), units.contrasts
    if many_classes(units):
        return _of_all_classes(down, across, units, dealt, units.exact(permutations))
    spread = [_covariance(down, across, units, c) for c in labels]
    seen = [_planar(down, across, units.label[None] == c, own)[0] for c, own in zip(labels, spread, strict=True)]
    observed = _observed(np.stack(seen), units)
    more, largest = np.zeros(rows.shape[1], dtype=np.int64), np.zeros(len(dealt))
    for some in row_blocks(len(dealt), max(rows.shape)):
        each = [_planar(down, across, dealt[some] == c, own) for c, own in zip(labels, spread, strict=True)]
        null = np.max(each, axis=0)
        more += (null >= observed.statistic - TIE).sum(0)
        largest[some] = null.max(1, initial=0)
    exact = units.exact(permutations)
    return Tested(observed, share(more, len(dealt), exact), largest, exact)


def _observed(seen: Floats, units: Units) -> Observed:
    """The class (of the contrasts: (C, F)) that differs most."""
    winner = seen.argmax(0)
    best = np.array(units.classes)[np.array(units.contrasts)[winner]]
    return Observed(seen.max(0), best, np.zeros_like(winner))


def _of_all_classes(down: Floats, across: Floats, units: Units, dealt: Labelings, exact: bool) -> Tested:
    """The same where classes and units are many, with the sums of all classes at once."""
    dd, aa, summed = (units.variances(one) for one in (down, across, down + across))
    da, least = (summed - dd - aa) / 2, 1e-12 * len(units)
    still = dd + aa <= 2 * least
    dd, aa = dd + least, aa + least
    determinant = dd * aa - da**2
    by = [np.where(still, 0.0, one / determinant) for one in (aa, -2 * da, dd)]

    def statistic(sums: list[Reals], own: slice) -> Reals:
        s_down, s_across = sums
        return by[0][:, own] * s_down**2 + by[1][:, own] * s_down * s_across + by[2][:, own] * s_across**2

    sums = [class_sums(units.label[None], one, len(units.classes)) for one in (down, across)]
    observed = _observed(_as_normal(statistic(sums, slice(None))[0][units.contrasts]), units)
    more, largest = np.zeros(down.shape[1], dtype=np.int64), np.zeros(len(dealt))
    for some, own, null in largest_by_labeling([down, across], units, dealt, statistic):
        z = _as_normal(null)
        more[own] += (z >= observed.statistic[own] - TIE).sum(0)
        np.maximum(largest[some], z.max(1, initial=0), out=largest[some])
    return Tested(observed, share(more, len(dealt), exact), largest, exact)


def number_or_place_test(values: Sequence[UnitValues], units: Units, permutations: int, seed: int) -> Tested:
    """Test F things that are single numbers (one array (U, F)) or places (two: rows and columns)."""
    if len(values) == 1:
        return permutation_test(values, units, permutations, seed)
    rows, columns = values
    return planar_test(rows, columns, units, permutations, seed)


class _Covariance(NamedTuple):
    """Of the sums of rows and columns over the units of a class, in all labelings: (F,) each."""

    dd: Floats
    aa: Floats
    da: Floats
    still: Flags
    """Hardly ever moves."""


def _covariance(down: Floats, across: Floats, units: Units, label: int) -> _Covariance:
    both = np.concatenate([down, across, down + across], axis=1)
    dd, aa, summed = np.split(units.variance(both, label), 3)
    da = (summed - dd - aa) / 2
    least = 1e-12 * len(units)
    dd, aa = dd + least, aa + least
    return _Covariance(dd, aa, da, dd + aa <= 4 * least)


def _planar(down: Floats, across: Floats, mine: Flags, spread: _Covariance) -> Floats:
    """|z| of one class (P, F), whose units are ``mine`` (P, U) in each labeling."""
    dd, aa, da, still = spread
    members = mine.astype(np.float64)
    s_down, s_across = members @ down, members @ across
    q = (aa * s_down**2 - 2 * da * s_down * s_across + dd * s_across**2) / (dd * aa - da**2)
    return np.where(still, 0.0, _as_normal(q))


def _as_normal(q: Reals) -> Floats:
    """The |z| of a normal number that is as rare as q, about chi-squared with two degrees of freedom."""
    from scipy.special import ndtri

    # Beyond this the rarity is below the smallest double.
    z: Floats = -ndtri(np.exp(-np.minimum(q, 1400) / 2) / 2)
    return z
