"""Are the parts of one half of the images those of the other half?

Two parts are one where each lies, in nearly all images, as far from the other as usual: up to a shift, then, and as
their places move together. Parts that never move do so beside any other, so what chance gives stands beside the count:
the same with the images of one half's places shuffled.
"""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.few_parts import COPY, places_together
from mousaic.analysis.parts.part_set import COUNT, FoundParts, PartSet, find_parts, learn_parts
from mousaic.analysis.stability.stability_result import PartsAgain
from mousaic.analysis.stability.training_plan import halves_of
from mousaic.arrays import Flags
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
    halves = halves_of(images.labels, images.groups, 0, seed)
    try:
        one, other = (learn_parts(images.subset(np.array(half)), count, seed) for half in halves)
    except MousaicError:
        return None
    here, there = find_parts(one, images.pixels), find_parts(other, images.pixels)
    near = same_home(one, other)
    rng = np.random.default_rng(derive_seed(seed, "parts again"))
    chance = [found_again(here, there, near, rng.permutation(len(images))) for _ in range(SHUFFLES)]
    found = found_again(here, there, near, np.arange(len(images)))
    return PartsAgain(len(one) + len(other), found, float(np.mean(chance)), max(chance), SHUFFLES)


def found_again(here: FoundParts, there: FoundParts, near: Flags, order: np.ndarray) -> int:
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
