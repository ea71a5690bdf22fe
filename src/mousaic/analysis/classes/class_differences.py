"""Which features differ between the classes: by how much, and whether chance would do as much.

Each feature is looked at in two ways: its activation (the code's entry, mostly 0) and its response (how strongly its
picture is present, a number for every image: :mod:`mousaic.analysis.features.response`). The clearer of the two counts,
in the tests too.

The features were learned without labels, so testing them on the very images they were learned from is no double use:
had the labels been dealt otherwise, the features would be the same. (The split keeps classes in proportion; labels
are therefore only exchanged within a part: see :mod:`mousaic.stats.exchangeable_units`.)
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence, activations
from mousaic.analysis.features.response import responses
from mousaic.arrays import Flags, Floats, Ints
from mousaic.memory import row_blocks
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.false_discovery import benjamini_hochberg
from mousaic.stats.permutation import (
    PERMUTATIONS,
    Observed,
    Tested,
    observe,
    permutation_test,
)
from mousaic.stats.rate_intervals import newcombe

FEWEST = 3
"""Features that fire in fewer units than this are not tested, whatever their class."""
LEVEL = 0.05


class ClassDifferences(NamedTuple):
    """All arrays are (M, H). Of more than two classes, each is held against all others and the one that differs most
    counts, in the tests too. Units are groups (see :class:`mousaic.stats.exchangeable_units.Units`), each with the mean
    of its images. Features that never fire have zeros, and p = 1."""

    effect: Floats
    """The difference that counts: that of the activation or of the response, whichever is clearer. Mean in
    ``best_class`` less the mean in the others, in standard deviations over all units: -2 to 2 for classes of equal
    size, of two classes never below 0. Cohen's d is e / sqrt(1 - a (1 - a) e^2) for a class with share a of the
    units."""
    activation_effect: Floats
    """The difference of the activations (entries of the code), for the same class."""
    response_effect: Floats
    """The difference of the responses, for the same class."""
    rate_difference: Floats
    """Firing rate in ``best_class`` less that in the others, -1 to 1, units counting alike."""
    low: Floats
    """95 % interval of ``rate_difference`` (Newcombe 1998, method 10: also honest for rates of 0 and 1)."""
    high: Floats
    p: Floats
    """Of a two-sided permutation test for this feature alone; 1 where not tested."""
    p_member: Floats
    """The same, corrected for having looked at all features of the member (max-T)."""
    p_family: Floats
    """The same, corrected for having looked at all features of all members (max-T)."""
    q: Floats
    """The false discovery rate among all tested features (Benjamini-Hochberg)."""
    best_class: Ints
    """The class that stands out, as numbered in the image set; -1 for a feature that never fires."""
    by_response: Flags
    """The response was clearer than the activation."""
    tested: Flags
    """Fires in at least :data:`FEWEST` units, whatever their class."""
    floor: float
    """The smallest p that one feature can reach, however clear the difference; see :meth:`Units.floor`."""
    least_effect: float
    """About how large ``effect`` must be to pass among all features tested; infinite where none can pass."""
    units: tuple[int, ...]
    """Units of each class of the image set."""
    images: tuple[int, ...]
    """Images of each class of the image set."""
    labelings: int
    """Ways to deal the labels that were tried."""
    exact: bool
    """They are all that exist."""
    paired: int
    """Groups that have images of several classes; within them, classes are compared pairwise."""

    @property
    def passed(self) -> Flags:
        """(M, H): features that differ, at a 5 % chance that even one of those named is a fluke."""
        return self.p_family <= LEVEL

    def ranked(self) -> Ints:
        """(M * H, 2): member and feature, the clearest difference first."""
        order = np.lexsort((-np.abs(self.effect).ravel(), self.p.ravel(), self.p_family.ravel()))
        return np.stack(np.unravel_index(order, self.p.shape), 1)


class _Some(NamedTuple):
    """Some of a member's features that fire (A of them)."""

    alive: Ints
    enough: Flags
    """(A,)"""
    found: Observed
    described: dict[str, Floats]
    tested: Tested


def class_differences(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> ClassDifferences | None:
    """Compare the classes feature by feature; None when there are fewer than two."""
    units = evidence.units
    if len(units.classes) < 2:
        return None
    members = [_member(evidence, m, units, seed, permutations) for m in range(evidence.members)]
    largest_of = [np.max([some.tested.largest for some in member], 0) for member in members]
    largest = np.max(largest_of, 0)
    shape = (evidence.members, evidence.features)
    names = ("effect", "activation_effect", "response_effect", "rate_difference", "low", "high")
    arrays = {name: np.zeros(shape) for name in names} | {name: np.ones(shape) for name in _P}
    best, by_response = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=bool)
    tested = np.zeros(shape, dtype=bool)
    for m, (alive, enough, found, described, result) in ((m, some) for m, own in enumerate(members) for some in own):
        best[m, alive], by_response[m, alive] = found.best_class, found.view == 1
        for name, values in described.items():
            arrays[name][m, alive] = values
        tested[m, alive[enough]] = True
        ps = (result.p, result.family(largest_of[m]), result.family(largest))
        for name, values in zip(_P, ps, strict=False):
            arrays[name][m, alive[enough]] = values
    arrays["q"][tested] = benjamini_hochberg(arrays["p"][tested])
    classes = len(evidence.images.class_names)
    counts = np.bincount(np.array(units.classes)[units.label], minlength=classes)
    labels = evidence.images.labels
    return ClassDifferences(
        **arrays,
        best_class=best,
        by_response=by_response,
        tested=tested,
        floor=units.floor(permutations),
        least_effect=_least_effect(largest, units) if units.floor(permutations) <= LEVEL else math.inf,
        units=tuple(counts.tolist()),
        images=tuple(np.bincount(labels[labels >= 0], minlength=classes).tolist()),
        labelings=len(largest),
        exact=units.exact(permutations),
        paired=units.paired,
    )


_P = ("p", "p_member", "p_family", "q")


def _least_effect(largest: Floats, units: Units) -> float:
    """The effect of a feature whose T is exceeded by the best of all in 5 % of the labelings.

    In one block of n units with j of the class, T = e sqrt(j (n - j) (n - 1)) / n; several blocks hardly change it.
    """
    n = len(units)
    sizes = np.bincount(units.label, minlength=len(units.classes))
    threshold = float(np.quantile(largest, 1 - LEVEL, method="higher"))
    return threshold * float(max(n / np.sqrt(j * (n - j) * (n - 1)) for j in sizes.tolist()))


def _member(evidence: Evidence, member: int, units: Units, seed: int, permutations: int) -> list[_Some]:
    alive = np.unique(evidence.codes.indices[:, member][evidence.codes.values[:, member] != 0])
    blocks = row_blocks(max(len(alive), 1), len(evidence.images))
    return [_some(evidence, member, alive[block], units, seed, permutations) for block in blocks]


def _some(evidence: Evidence, member: int, alive: Ints, units: Units, seed: int, permutations: int) -> _Some:
    values = activations(evidence.codes, member, alive)
    rates = units.means((values != 0).astype(np.float64))
    views = [units.means(values), units.means(responses(evidence, member, alive))]
    enough = (rates > 0).sum(0) >= FEWEST
    found = observe(views, units)
    tested = permutation_test([view[:, enough] for view in views], units, permutations, seed)
    return _Some(alive, enough, found, _describe(views, rates, units, found), tested)


def _describe(views: list[Floats], rates: Floats, units: Units, found: Observed) -> dict[str, Floats]:
    """Effects, rate difference and its interval (F,) for each feature's best class against the others."""
    effects = [_effect(view, units, found.best_class) for view in views]
    gap, low, high = (np.zeros(rates.shape[1]) for _ in range(3))
    for c, name in enumerate(units.classes):
        mine, columns = units.label == c, found.best_class == name
        rate, others = rates[mine][:, columns].mean(0), rates[~mine][:, columns].mean(0)
        gap[columns] = rate - others
        low[columns], high[columns] = newcombe(rate, int(mine.sum()), others, int((~mine).sum()))
    return {
        "effect": np.where(found.view == 1, effects[1], effects[0]),
        "activation_effect": effects[0],
        "response_effect": effects[1],
        "rate_difference": gap,
        "low": low,
        "high": high,
    }


def _effect(values: Floats, units: Units, best: Ints) -> Floats:
    """Standardised difference of values (U, F) between each column's best class and the others, block by block."""
    centred = units.centred(values)
    deviation = np.sqrt(np.square(centred).mean(0))
    gap = np.zeros(values.shape[1])
    for c, name in enumerate(units.classes):
        mine, columns = units.label == c, best == name
        gap[columns] = centred[mine][:, columns].mean(0) - centred[~mine][:, columns].mean(0)
    effect: Floats = np.divide(gap, deviation, out=np.zeros_like(gap), where=deviation > 1e-12)
    return effect
