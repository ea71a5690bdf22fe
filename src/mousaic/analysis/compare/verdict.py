"""Which method wins, in words, and whether the difference is clear, whoever it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mousaic.stats.reconstruction_scores import Floats, Interval, interval


class Entrant(NamedTuple):
    """A method as the verdict sees it."""

    title: str
    r: Floats
    """(N,): held-out r of each image."""
    ours: bool = False
    pca: bool = False

    @property
    def mean(self) -> float:
        return float(self.r.mean())


def winner(entrants: Sequence[Entrant], groups: Sequence[str], seed: int, where: str = "") -> str:
    """Who reconstructs held-out images best, against whom, and whether the difference is clear.

    Args:
        entrants: at least one; of equals the first is named first.
        groups: (N,) of the images, for the paired bootstrap of the difference.
        where: opens the sentence, such as "With 250 numbers for each image, ".
    """
    ranked = sorted(entrants, key=lambda entrant: -entrant.mean)
    first = ranked[0]
    if len(ranked) == 1:
        return _capital(f"{where}only {first.title} was compared: held-out r {first.mean:.3f}.")
    second = ranked[1]
    if first.mean == second.mean:
        return _capital(f"{where}{first.title} and {second.title} do equally well: held-out r {first.mean:.3f}.")
    return _capital(
        f"{where}{first.title} reconstructs held-out images best: r {first.mean:.3f} against {second.mean:.3f} "
        f"for the next, {second.title}; {_difference(interval(first.r - second.r, groups, seed))}."
    )


def ours_against_pca(entrants: Sequence[Entrant], groups: Sequence[str], seed: int) -> str:
    """Whether anything of ours beats PCA; empty where one side is missing."""
    ours = max((e for e in entrants if e.ours), key=lambda e: e.mean, default=None)
    pca = max((e for e in entrants if e.pca), key=lambda e: e.mean, default=None)
    if ours is None or pca is None:
        return ""
    found = interval(ours.r - pca.r, groups, seed)
    figures = f"{ours.title} reaches r {ours.mean:.3f}, {pca.title} {pca.mean:.3f}"
    if found.clear:
        claim = "Ours beats PCA" if found.mean > 0 else "Nothing of ours beats PCA"
    elif found.mean > 0:
        claim = "Ours is ahead of PCA, but not clearly"
    else:
        claim = "Nothing of ours beats PCA, though the difference is not clear"
    return f"{claim}: {figures}; {_difference(found)}."


def _difference(found: Interval) -> str:
    """The size of a difference and whether its interval leaves zero out."""
    limits = f"95 % interval {_number(found.low)} to {_number(found.high)}"
    if found.clear:
        return f"the difference of {_number(found.mean)} is clear ({limits})"
    return f"the difference of {_number(found.mean)} is not clear ({limits}, with zero inside)"


def _number(value: float) -> str:
    """Three decimals, or more where those would hide on which side of zero a number lies."""
    return f"{value:.3f}" if abs(value) >= 0.0005 or value == 0 else f"{value:.1g}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
