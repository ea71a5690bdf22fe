"""Images that look the same on both sides of a split: figures on them flatter every method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from mousaic.images.image_set import ImageSet
from mousaic.images.names import first_names, shown
from mousaic.images.splits.folds import Fold


class Leaks(NamedTuple):
    """Near or exact copies that some fold separates."""

    pairs: tuple[tuple[str, str], ...]
    """Paths, one pair once however many folds separate it."""
    held_out: tuple[str, ...]
    """Every image that was held out while a copy of it was learned from, in the set's order."""
    unlisted: int
    """Near pairs that the intake counted but did not list, so that nobody knows where they lie."""

    def to_text(self) -> str:
        """A sentence with a remedy; empty where nothing leaks."""
        more = f" ({self.unlisted:,} further pairs were not looked at)" if self.unlisted else ""
        if not self.pairs:
            return f"Near-duplicates: none of those listed is split apart{more}." if more else ""
        pairs = first_names([f"{shown(a)} and {shown(b)}" for a, b in self.pairs], 3, "; ")
        lie = "pair lies" if len(self.pairs) == 1 else "pairs lie"
        return (
            f"Leak: {len(self.pairs)} near-duplicate {lie} in different folds ({pairs}), so "
            f"{len(self.held_out)} images were held out while their like was learned from, which flatters every "
            f"method{more}: give such images one group in a table's column group."
        )


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
