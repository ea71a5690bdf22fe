"""From finished trainings to figures: how far dictionaries agree, and how often each feature is found again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from mousaic.analysis.stability.independent_training import Learned
from mousaic.arrays import Dictionary, Ints, Living, Singles
from mousaic.stats.dictionary_matching import cosines, nearest, pw_mcc, pw_mcc_living

FLOOR = 0.5
"""The least |cosine| at which a feature counts as found again, whatever chance gives: a quarter of the energy of either
picture is the other's. Below it two pictures have less in common than an eye would call alike."""
QUANTILE = 0.99
"""Of the best |cosine| of a living feature with each dictionary of structureless images: the threshold lies no lower,
so that by chance no more than one feature in a hundred is found in a run."""
MOST_PAIRS = 30
"""Pairs of dictionaries of 1,024 features that are matched for one figure; of larger ones fewer, at least 3, because
the time to match a pair grows with the cube of the features."""


class Agreement(NamedTuple):
    """PW-MCC over pairs of dictionaries: 0 to 1, higher is more alike; NaN where there is no pair."""

    every: float
    """Over all features, mean of the pairs."""
    living: float
    """Over the features in use, mean of the pairs."""
    least: float
    """Of ``living``, the pair that agrees least."""
    most: float
    pairs: int


class FoundAgain(NamedTuple):
    """How well each feature of the run is found in each of several dictionaries, R of them."""

    cosine: Singles
    """(M, H, R): the best |cosine| with a living feature of the dictionary."""
    feature: Ints
    """(M, H, R): which feature that is; -1 where the dictionary has no living one."""


def agreement(figures: Sequence[tuple[float, float]]) -> Agreement:
    """The mean of pairs' PW-MCC (over all features, over living ones); pairs without living features are left out."""
    kept = np.array([pair for pair in figures if np.isfinite(pair).all()], np.float64).reshape(-1, 2)
    if not len(kept):
        return Agreement(float("nan"), float("nan"), float("nan"), float("nan"), 0)
    every, living = kept.mean(0)
    return Agreement(float(every), float(living), float(kept[:, 1].min()), float(kept[:, 1].max()), len(kept))


def agree(one: Dictionary, living: Living, other: Dictionary, other_living: Living) -> tuple[float, float]:
    """PW-MCC of two dictionaries (H, D) over all and over living features."""
    cosine = cosines(one, other)
    return pw_mcc(cosine), pw_mcc_living(cosine, living, other_living)


def agree_in_pairs(pairs: Sequence[tuple[int, int]], trainings: Sequence[Callable[[], Learned]]) -> Agreement:
    """Of the trainings, each loaded when its turn comes; the first of a pair is kept while it stays the same."""
    figures, at, one = [], -1, None
    for i, j in sorted(pairs):
        if one is None or i != at:
            at, one = i, trainings[i]()
        other = trainings[j]()
        figures.append(agree(one.dictionary, one.living, other.dictionary, other.living))
    return agreement(figures)


def among(dictionaries: Dictionary, living: Living) -> Agreement:
    """Of dictionaries (M, H, D) with living features (M, H), in pairs."""
    pairs = some_pairs(*living.shape)
    return agreement([agree(dictionaries[i], living[i], dictionaries[j], living[j]) for i, j in pairs])


def some_pairs(numbers: int, features: int) -> list[tuple[int, int]]:
    """All pairs i < j below ``numbers``, or as many as are worth their time, near numbers first."""
    return sorted(combinations(range(numbers), 2), key=lambda pair: pair[1] - pair[0])[: affordable(features)]


def affordable(features: int) -> int:
    """How many pairs of dictionaries are matched for one figure."""
    return max(3, min(MOST_PAIRS, int(MOST_PAIRS * (1024 / features) ** 3)))


def find_again(
    dictionary: Dictionary, living: Living, others: Sequence[Callable[[], Learned]]
) -> tuple[FoundAgain, Agreement]:
    """The best |cosine| of every feature of the members (M, H, D) in each of the others, and how far they agree.

    Args:
        living: (M, H).
        others: R of them, each loaded once.
    """
    members, features = living.shape
    chosen = _matched_members(members, len(others), features)
    best, figures = [], []
    for number, load in enumerate(others):
        other, found = load(), []
        for member in range(members):
            cosine = cosines(dictionary[member], other.dictionary)
            found.append(nearest(cosine, other.living))
            if (member, number) in chosen:
                figures.append((pw_mcc(cosine), pw_mcc_living(cosine, living[member], other.living)))
        best.append((np.stack([n.cosine for n in found]), np.stack([n.feature for n in found])))
    cosine, feature = (np.stack(list(parts), -1) for parts in zip(*best, strict=True))
    return FoundAgain(cosine, feature), agreement(figures)


def _matched_members(members: int, others: int, features: int) -> set[tuple[int, int]]:
    """Which members are matched with which of the others: all, or the first of an order that spreads them."""
    pairs = [((other + shift) % members, other) for shift in range(members) for other in range(others)]
    return set(pairs[: affordable(features)])


def threshold(chance: Singles, living: Living) -> float:
    """The |cosine| from which a feature counts as found again: the larger of ``FLOOR`` and chance's ``QUANTILE``.

    Args:
        chance: (M, H, N) best |cosine| with each of N dictionaries learned from structureless images. It is the best of
            as many candidates as a real run offers, so what choosing among them adds is in it.
        living: (M, H) of the run.
    """
    return max(FLOOR, float(np.quantile(chance[living], QUANTILE))) if living.any() else FLOOR
