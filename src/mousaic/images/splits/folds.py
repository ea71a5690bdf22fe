"""Repeated, stratified, grouped k-fold cross-validation: every group is held out exactly once in a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Ints, Labels, Mask
from mousaic.errors import MousaicError
from mousaic.images.splits.groups import by_class, groups_of
from mousaic.seeds import derive_seed


class Fold(NamedTuple):
    """One division of the images; both numbers count from 0."""

    repeat: int
    number: int
    held_out: Mask
    """(N,) True for the images that the fold holds out."""


def possible_folds(groups: Sequence[str], wanted: int) -> int:
    """``wanted``, or as many folds as there are groups if those are fewer (the caller tells the user).

    Raises:
        MousaicError: one group alone, or fewer than two folds asked for.
    """
    if wanted < 2:
        raise MousaicError(f"--folds must be at least 2, not {wanted}: some images are held out from the others.")
    found = len(set(groups))
    if found < 2:
        raise MousaicError(
            f"All {len(groups)} images belong to one group, so none can be held out from the others: "
            "add images of other groups."
        )
    return min(wanted, found)


def make_folds(labels: Labels, groups: Sequence[str], folds: int, repeats: int, seed: int) -> list[Fold]:
    """All folds of all repeats, each repeat a division of its own.

    Args:
        labels: (N,) class of each image; -1 is "no label", which counts as one class.
        groups: (N,) name of each image's group; at least ``folds`` different ones.
        folds: parts of a repeat, 2 or more.
        repeats: 1 or more.
        seed: governs the divisions, with the names of the groups and not the order of the images.
    """
    made = []
    for repeat in range(repeats):
        part = assign_folds(labels, groups, folds, derive_seed(seed, "folds", repeat))
        made += [Fold(repeat, number, part == number) for number in range(folds)]
    return made


def assign_folds(labels: Labels, groups: Sequence[str], folds: int, seed: int) -> Ints:
    """The fold, 0 to ``folds - 1``, that holds each image out.

    A group's class is the one most of its images have. Class by class and largest group first (in random
    order where equal), each group goes to the fold with the fewest images of that class so far, of equals to
    that with the fewest images. So no fold is empty while there are as many groups as folds, and with groups
    of one size the folds' numbers of groups, and of each class's groups, differ by at most one.

    Returns:
        int64 (N,).
    """
    rng = np.random.default_rng(seed)
    total = np.zeros(folds, np.int64)
    place: dict[str, int] = {}
    for members in by_class(groups_of(labels, groups)):
        shuffled = [members[i] for i in rng.permutation(len(members))]
        own = np.zeros(folds, np.int64)
        for group in sorted(shuffled, key=lambda group: -group.size):  # stable: equals stay shuffled
            fold = int(np.lexsort((rng.permutation(folds), total, own))[0])
            place[group.name] = fold
            own[fold] += group.size
            total[fold] += group.size
    return np.array([place[group] for group in groups], np.int64)
