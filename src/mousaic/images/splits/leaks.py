"""Images that look the same on both sides of a split: figures on them flatter every method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold
from mousaic.said import Said, told

NAMED = 3
"""Pairs that are named where leaks are told of."""


class Leaks(NamedTuple):
    """Near or exact copies that some fold separates."""

    pairs: tuple[tuple[str, str], ...]
    """Paths, one pair once however many folds separate it."""
    held_out: tuple[str, ...]
    """Every image that was held out while a copy of it was learned from, in the set's order."""
    unlisted: int
    """Near pairs that the intake counted but did not list, so that nobody knows where they lie."""

    def finding(self) -> Said | None:
        """What that means for folds, with a remedy; None where nothing leaks."""
        unlisted = told("folds_unlisted", count=self.unlisted) if self.unlisted else None
        if not self.pairs:
            return None if unlisted is None else told("folds_apart", unlisted=unlisted)
        return told(
            "folds_leak_one" if len(self.pairs) == 1 else "folds_leak", count=len(self.pairs),
            images=len(self.held_out), unlisted=unlisted, **self.first_pairs(),
        )  # fmt: skip

    def first_pairs(self) -> dict[str, Any]:
        """The values ``pairs``, the first of them, and ``more``, how many others there are, to be said."""
        rest = len(self.pairs) - NAMED
        more = told("and_more", count=rest) if rest > 0 else None
        return {"pairs": [list(pair) for pair in self.pairs[:NAMED]], "more": more}


def find_leaks(images: ImageSet, folds: Sequence[Fold]) -> Leaks:
    """The near-duplicate and exactly equal images of the intake report that the folds separate."""
    place = {path: i for i, path in enumerate(images.paths)}
    known = [pair for pair in _listed(images) if pair[0] in place and pair[1] in place]
    split = [(a, b) for a, b in known if any(fold.held_out[place[a]] != fold.held_out[place[b]] for fold in folds)]
    # Every group is held out once a repeat, so of a separated pair both images are, each without the other.
    touched = {path for pair in split for path in pair}
    held_out = tuple(path for path in images.paths if path in touched)
    unlisted = max(images.intake.near_count - len(images.intake.near_duplicates), 0)
    return Leaks(tuple(split), held_out, unlisted)


def _listed(images: ImageSet) -> Iterable[tuple[str, str]]:
    """Every pair that the intake names, once."""
    exact = [pair for same in images.intake.duplicates for pair in combinations(same, 2)]
    return dict.fromkeys([*exact, *images.intake.near_duplicates])
