"""Pairs of features that fire together more, or less, often than chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.analysis.evidence import Evidence, active_entries
from mousaic.arrays import Floats, Ints
from mousaic.stats.false_discovery import benjamini_hochberg
from mousaic.stats.shared_by_chance import shared_by_chance

FEWEST = 3
MOST_FEATURES = 2048
"""Of each member at most so many features, the most used, are paired."""


class Pair(NamedTuple):
    """Two features of one member."""

    member: int
    first: int
    second: int
    together: int
    """Groups in which both fire."""
    expected: float
    """In how many they would by chance."""
    q: float


class Coactivation(NamedTuple):
    """Over all pairs of a member's features that each fire in at least :data:`FEWEST` groups, but not in all."""

    together: tuple[Pair, ...]
    """Pairs that fire together more often than chance (q <= 0.05), the clearest first, at most as many as asked for."""
    apart: tuple[Pair, ...]
    """Pairs that fire together less often."""
    pairs: int
    """Pairs looked at, over all members."""
    more: int
    """How many fire together more often than chance (q <= 0.05)."""
    less: int
    """How many fire together less often. Only k features fire at once, so a little of this follows from the model."""
    groups: int
    by_chance: float
    """The mean of (together - expected) over all pairs, in groups: about 0 if features fired independently."""


def coactivation(evidence: Evidence, seed: int = 0, most: int = 200) -> Coactivation:
    """Count and test pairs against independence with both features' numbers of groups kept (Fisher's exact test).

    A feature counts as firing in a group when it fires in at least half of the group's images, as images of one group
    are no independent evidence. Each direction is tested one-sidedly and corrected by Benjamini-Hochberg.
    """
    names, place = np.unique(np.array(evidence.images.groups), return_inverse=True)
    found = [_pairs(evidence, m, place, len(names)) for m in range(evidence.members)]
    member = np.concatenate([np.full(len(f[0]), m) for m, f in enumerate(found)]) if found else np.zeros(0, int)
    first, second, a, b, both = (np.concatenate(column) for column in zip(*found, strict=True))
    expected = a * b / len(names)
    many, few = _fisher(a, b, both, len(names))
    sides = []
    for p in (many, few):
        q = benjamini_hochberg(p)
        clear = np.flatnonzero(q <= 0.05)
        chosen = clear[np.argsort(p[clear], kind="stable")][:most]
        listed = tuple(
            Pair(int(member[i]), int(first[i]), int(second[i]), int(both[i]), float(expected[i]), float(q[i]))
            for i in chosen
        )
        sides.append((listed, len(clear)))
    (together, more), (apart, less) = sides
    excess = float((both - expected).mean()) if len(both) else 0.0
    return Coactivation(together, apart, len(both), more, less, len(names), excess)


def _pairs(evidence: Evidence, member: int, place: NDArray[np.intp], groups: int) -> tuple[Ints, ...]:
    """First, second, groups of each, and groups of both, for every pair of the member: (pairs,) each."""
    active = active_entries(evidence.codes, member)
    features, column = np.unique(active.feature, return_inverse=True)
    images = np.zeros((groups, len(features)))
    np.add.at(images, (place[active.image], column), 1)
    fires = images >= 0.5 * np.bincount(place)[:, None]
    counts = fires.sum(0)
    usable = np.flatnonzero((counts >= FEWEST) & (counts < groups))
    usable = np.sort(usable[np.argsort(-counts[usable], kind="stable")[:MOST_FEATURES]])
    chosen = fires[:, usable].astype(np.float32)
    both = np.rint(chosen.T @ chosen).astype(np.int64)
    i, j = np.triu_indices(len(usable), 1)
    return features[usable[i]], features[usable[j]], counts[usable[i]], counts[usable[j]], both[i, j]


def _fisher(a: Ints, b: Ints, both: Ints, groups: int) -> tuple[Floats, Floats]:
    """One-sided p for at least, and at most, ``both`` groups in common: each distinct triple is computed once."""
    base = groups + 1
    codes, where = np.unique((np.minimum(a, b) * base + np.maximum(a, b)) * base + both, return_inverse=True)
    low, high, common = codes // base**2, codes // base % base, codes % base
    at_least, at_most = shared_by_chance(groups, low, high, common)
    return at_least[where], at_most[where]
