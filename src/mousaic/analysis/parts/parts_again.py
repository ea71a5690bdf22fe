"""Are the parts of one half of the images those of the other half?

Two parts are one where each lies, in nearly all images, as far from the other as usual: up to a shift, then, and as
places move together. Parts that never move do so beside any other, and pictures that resemble each other follow
the same stains in images that have no parts at all. So two counts stand beside it: with the images of one half's
places shuffled, and of parts that were learned from, and looked for in, images with scattered phases.
"""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.few_parts import COPY, places_together
from mousaic.analysis.parts.part_set import COUNT, FoundParts, PartSet, find_parts, learn_parts
from mousaic.analysis.stability.stability_result import PartsAgain
from mousaic.analysis.stability.structureless import structureless
from mousaic.analysis.stability.training_plan import halves_of
from mousaic.arrays import Flags, Ints
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.seeds import derive_seed

SHUFFLES = 20


def parts_again(images: ImageSet, count: int = COUNT, seed: int = 0) -> PartsAgain | None:
    """Learn parts from each of two halves that share no group, find both in all images, and count those that agree.

    Args:
        images: originals, of four groups or more; of halves of theirs with every class in proportion the parts come.
        count: parts of each half.

    Returns:
        None where images have no rows and columns, or those of a half are all even: they have no parts.
    """
    try:
        return _beside_chance(images, count, seed)
    except MousaicError:
        return None


def _beside_chance(images: ImageSet, count: int, seed: int) -> PartsAgain:
    here, there, near = _of_halves(images, count, seed)
    rng = np.random.default_rng(derive_seed(seed, "parts again"))
    chance = [found_again(here, there, near, rng.permutation(len(images))) for _ in range(SHUFFLES)]
    order = np.arange(len(images))
    scattered = _of_halves(structureless(images, "phases", derive_seed(seed, "parts again scattered")), count, seed)
    return PartsAgain(
        sum(near.shape), found_again(here, there, near, order), float(np.mean(chance)), max(chance), SHUFFLES,
        found_again(*scattered, order), sum(scattered[2].shape),
    )  # fmt: skip


def _of_halves(images: ImageSet, count: int, seed: int) -> tuple[FoundParts, FoundParts, Flags]:
    """The parts of either half in all images, and which of them have one home."""
    halves = halves_of(images.labels, images.groups, 0, seed)
    one, other = (learn_parts(images.subset(np.array(half)), count, seed) for half in halves)
    return find_parts(one, images.pixels), find_parts(other, images.pixels), same_home(one, other)


def found_again(here: FoundParts, there: FoundParts, near: Flags, order: Ints) -> int:
    """How many parts of either set are also in the other, whose images come in this order (N,).

    Args:
        near: (P, Q), see :func:`same_home`.
    """
    moved = there.row[order], there.column[order]
    together = (places_together(here.row, here.column, moved, 1) >= COPY) & near
    return int(together.any(0).sum() + together.any(1).sum())


def same_home(one: PartSet, other: PartSet) -> Flags:
    """(P, Q): whether the middles of two homes lie no further apart than half the smaller part's side."""
    off = (one.homes.middle[:, None] - other.homes.middle[None]).norm(dim=2).numpy()
    here, there = (np.array([part.squares.shape[-1] for part in parts.pictures]) / 2 for parts in (one, other))
    close: Flags = off <= np.minimum(here[:, None], there[None])
    return close
