"""Which method wins at equal k, and whether the difference is clear, whoever it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mousaic.arrays import Floats
from mousaic.said import Said, told
from mousaic.stats.reconstruction_scores import Interval, interval


class Entrant(NamedTuple):
    """A method as the verdict sees it."""

    title: Said
    r: Floats
    """(N,): held-out r of each image."""
    ours: bool = False
    pca: bool = False
    values: int = 0
    """Numbers it stores for an image."""

    @property
    def mean(self) -> float:
        """Over the images."""
        return float(self.r.mean())


def verdict(
    narrow: Sequence[Entrant], wide: Sequence[Entrant], k: int, groups: Sequence[str], seed: int
) -> tuple[Said, ...]:
    """The winner at equal k, ours against PCA, and the winner among those that store more.

    Args:
        narrow: rivals that store k numbers for an image.
        wide: rivals that store more.
        k: values of an image's code.
        groups: (N,) of the images, for the paired bootstrap of the difference.
    """
    found: list[Said] = []
    if narrow:
        found.append(told("verdict_equal_k", k=k, claim=winner(narrow, groups, seed)))
    against = ours_against_pca(narrow, groups, seed)
    if against is not None:
        found.append(against)
    if wide:
        low, high = min(one.values for one in wide), max(one.values for one in wide)
        numbers = low if low == high else told("from_to", low=low, high=high)
        found.append(told("verdict_wide", numbers=numbers, claim=winner(wide, groups, seed)))
    return tuple(found)


def winner(entrants: Sequence[Entrant], groups: Sequence[str], seed: int) -> Said:
    """Who reconstructs held-out images best, against whom, and whether the difference is clear: a claim that stands in
    a sentence.

    Args:
        entrants: at least one; of equals the first is named first.
    """
    ranked = sorted(entrants, key=lambda entrant: -entrant.mean)
    first = ranked[0]
    if len(ranked) == 1:
        return told("winner_alone", title=first.title, r=first.mean)
    second = ranked[1]
    if first.mean == second.mean:
        return told("winner_tied", title=first.title, other=second.title, r=first.mean)
    return told(
        "winner_best", title=first.title, r=first.mean, other=second.title, other_r=second.mean,
        difference=difference_said(interval(first.r - second.r, groups, seed)),
    )  # fmt: skip


def ours_against_pca(entrants: Sequence[Entrant], groups: Sequence[str], seed: int) -> Said | None:
    """Whether anything of ours beats PCA; None where one side is missing."""
    ours = max((e for e in entrants if e.ours), key=lambda e: e.mean, default=None)
    pca = max((e for e in entrants if e.pca), key=lambda e: e.mean, default=None)
    if ours is None or pca is None:
        return None
    found = interval(ours.r - pca.r, groups, seed)
    if found.clear:
        claim = "ours_beats_pca" if found.mean > 0 else "ours_does_not_beat_pca"
    else:
        claim = "ours_ahead_of_pca" if found.mean > 0 else "ours_not_ahead_of_pca"
    return told(
        "ours_against_pca", claim=told(claim), ours=ours.title, ours_r=ours.mean, pca=pca.title, pca_r=pca.mean,
        difference=difference_said(found),
    )  # fmt: skip


def difference_said(found: Interval) -> Said:
    """The size of a difference and whether its interval leaves zero out."""
    key = "difference_clear" if found.clear else "difference_unclear"
    return told(key, mean=found.mean, low=found.low, high=found.high)
