"""Which parts decide: those whose presence and place weigh most in the recommended model, and do folds agree on them?

A part's share is the root of its squared weights, each times the spread that its number has over the training images;
of several classes, weights are taken relative to their mean over classes, as only differences tell classes apart. Every
fold learns parts of its own. A part of one set is that of another where both have one home and say the same in nearly
all images (:func:`mousaic.analysis.parts.few_parts.likeness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.parts.few_parts import likeness, places_together
from mousaic.analysis.parts.part_set import PartSet
from mousaic.arrays import Flags, Floats, Ints

COUNT = 10
"""Parts that are said to decide."""
ALIKE = 0.5
"""Two parts that are this much alike are one."""


class DecidingParts(NamedTuple):
    """K parts, the most telling first; in N images."""

    part: Ints
    """(K,): their numbers in their own set."""
    share: Floats
    """(K,): of all parts' weight together, 0 to 1."""
    presence: Floats
    """(N, K)"""
    row: Floats
    """(N, K): in sides of the image."""
    column: Floats
    """(N, K)"""
    middle: Floats
    """(K, 2): of their homes, in sides of the image."""
    side: Floats
    """(K,): of their pictures, in sides of the image."""


def nothing_decides(images: int) -> DecidingParts:
    """Where there are no parts."""
    none = np.zeros((images, 0))
    return DecidingParts(np.zeros(0, np.int64), np.zeros(0), none, none, none, np.zeros((0, 2)), np.zeros(0))


def deciding_parts(parts: PartSet, presence: Floats, places: Floats, weight: Floats, seen: Floats) -> DecidingParts:
    """The parts that weigh most.

    Args:
        parts: P parts, whose presences, rows and columns are the first 3 P numbers of the model.
        presence: (N, P) of them in images.
        places: (N, 2 P): their rows, then their columns.
        weight: (C, F) of the model.
        seen: (n, F): its numbers of the training images, centred and scaled.
    """
    count = len(parts)
    relative = weight - weight.mean(0) if len(weight) > 1 else weight
    each = np.square(relative[:, : 3 * count]).sum(0) * seen[:, : 3 * count].var(0)
    strength = np.sqrt(each.reshape(3, count).sum(0))
    chosen = np.argsort(-strength, kind="stable")[:COUNT]
    sides = np.array([one.squares.shape[-1] for one in parts.pictures]) / parts.side
    middle = (parts.homes.middle.numpy().astype(np.float64) + 0.5) / parts.side
    return DecidingParts(
        chosen.astype(np.int64), strength[chosen] / max(float(strength.sum()), 1e-12), presence[:, chosen],
        places[:, chosen], places[:, count + chosen], middle[chosen], sides[chosen],
    )  # fmt: skip


def chosen_again(here: DecidingParts, folds: Sequence[DecidingParts]) -> Ints:
    """(K,): in how many folds one of the parts that decide is this part."""
    counts = np.zeros(len(here.part), np.int64)
    for there in folds:
        if len(there.part) and len(here.part):
            counts += same_parts(here, there).any(1)
    return counts


def same_parts(here: DecidingParts, there: DecidingParts) -> Flags:
    """(K, L): whether a part of one set is one of the other; both are found in the same images."""
    together = places_together(here.row, here.column, (there.row, there.column), 1)
    both = np.concatenate([here.presence, there.presence], axis=1)
    count = len(here.part)
    own = np.zeros((both.shape[1], both.shape[1]))
    own[:count, count:] = together
    alike = likeness(both, own)[:count, count:]
    off = np.hypot(*(here.middle[:, None] - there.middle[None]).transpose(2, 0, 1))
    near = off <= np.minimum(here.side[:, None], there.side[None]) / 2
    found: Flags = near & (alike >= ALIKE)
    return found
