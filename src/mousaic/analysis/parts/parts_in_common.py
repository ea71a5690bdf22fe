"""Which parts of one set are also in another, one to one.

Two parts are one where their homes lie near each other, their pictures are alike up to a shift, and each lies, in
nearly all images, as far from the other as usual. Parts that hardly move do the last beside any other, so the same is
counted with the images of one side's places shuffled.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.parts.few_parts import COPY, places_together
from mousaic.analysis.parts.matching import SOFTNESS, Pictures, match
from mousaic.analysis.parts.part_set import PartSet, find_parts
from mousaic.analysis.parts.parts_again import SHUFFLES, same_home
from mousaic.arrays import Floats, Ints, Pixels
from mousaic.seeds import derive_seed

ALIKE = 0.7
"""How well one picture must match within the other, at its best place."""


class PartsInCommon(NamedTuple):
    """P parts and Q parts, n of which are matched."""

    first: PartSet
    second: PartSet
    pairs: Ints
    """(n, 2): the part of the first and of the second, those that agree best first."""
    agreement: Floats
    """(n,), 0 to 1: the smaller of how alike the pictures are, and the share of images in which places agree."""
    by_chance: float
    """Pairs with the images of the second's places shuffled, the mean of :data:`SHUFFLES` times."""

    @property
    def only_first(self) -> Ints:
        """Parts of the first that are matched to none."""
        return np.setdiff1d(np.arange(len(self.first)), self.pairs[:, 0])

    @property
    def only_second(self) -> Ints:
        """Parts of the second that are matched to none."""
        return np.setdiff1d(np.arange(len(self.second)), self.pairs[:, 1])


def parts_in_common(first: PartSet, second: PartSet, pixels: Pixels, seed: int = 0) -> PartsInCommon:
    """Look for both in the same images (N, C, S, S), and match them.

    Args:
        first, second: learned from images of this shape.
        seed: of the shuffles.
    """
    here, there = find_parts(first, pixels), find_parts(second, pixels)
    alike = np.where(same_home(first, second), pictures_alike(first, second), 0.0)

    def agreeing(order: Ints) -> Floats:
        moved = there.row[order], there.column[order]
        together = places_together(here.row, here.column, moved, 1)
        agree: Floats = np.where((together >= COPY) & (alike >= ALIKE), np.minimum(alike, together), 0.0)
        return agree

    agree = agreeing(np.arange(len(pixels)))
    rng = np.random.default_rng(derive_seed(seed, "parts in common"))
    chance = [len(_matched(agreeing(rng.permutation(len(pixels))))) for _ in range(SHUFFLES)]
    pairs = _matched(agree)
    found = agree[pairs[:, 0], pairs[:, 1]]
    order = np.argsort(-found, kind="stable")
    return PartsInCommon(first, second, pairs[order], found[order], float(np.mean(chance)))


def pictures_alike(one: PartSet, other: PartSet) -> Floats:
    """(P, Q), at most 1: how well the smaller of two pictures matches in the larger, where it does best."""
    found = np.zeros((len(one), len(other)))
    for mine, rows in _by_side(one).items():
        for theirs, columns in _by_side(other).items():
            larger = (one, rows, other, columns) if mine >= theirs else (other, columns, one, rows)
            best = _best(*larger)
            found[np.ix_(rows, columns)] = best if mine >= theirs else best.T
    return found


def _by_side(parts: PartSet) -> dict[int, Ints]:
    """Side of the picture -> the parts that have it."""
    sides = np.array([part.squares.shape[-1] for part in parts.pictures])
    return {int(side): np.flatnonzero(sides == side) for side in np.unique(sides)}


def _best(larger: PartSet, those: Ints, smaller: PartSet, these: Ints) -> Floats:
    """(those, these): the best match of the smaller pictures anywhere in the larger; 1 of a picture in itself."""
    squares, sought = (
        torch.cat([parts.pictures[i].squares for i in chosen]) for parts, chosen in ((larger, those), (smaller, these))
    )
    best = match(squares, Pictures(sought, SOFTNESS)).amax((2, 3)) * (1 + SOFTNESS)  # pictures are of length 1
    found: Floats = best.clamp(max=1).double().numpy()
    return found


def _matched(agree: Floats) -> Ints:
    """(n, 2): pairs that agree at all, one to one, with the largest sum."""
    from scipy.optimize import linear_sum_assignment

    pairs = np.stack(linear_sum_assignment(agree, maximize=True), axis=1).astype(np.int64)
    chosen: Ints = pairs[agree[pairs[:, 0], pairs[:, 1]] > 0]
    return chosen
