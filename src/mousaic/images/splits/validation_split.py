"""Which images are held out: whole groups only, every class in proportion, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Ints, Labels
from mousaic.texts import Texts

SMALLEST_SET = 10
"""Sets of fewer images are not split: a held-out image or two would say nothing."""


def split_groups(labels: Labels, groups: Sequence[str], validation: float, seed: int) -> Flags:
    """Hold out a share of the images for validation.

    A group is never on both sides. Each class (the label that most images of a group have; on a tie
    the smallest) gives its share as nearly as whole groups allow, and the shares that rounding leaves
    over go to the classes that are furthest below theirs. A class keeps at least one group for
    training. The choice depends on the seed and on the names of the groups, not on the order of the images.

    Args:
        labels: (N,) class of each image; -1 is "no label", which counts as one class.
        groups: (N,) name of each image's group.
        validation: share of the images to hold out, 0 <= validation < 1.
        seed: governs the choice.

    Returns:
        (N,) True for validation. All False where ``validation`` is 0, with fewer than
        ``SMALLEST_SET`` images or with one group (the caller tells the user); else at least one is True.
        Only where no class has two groups is a class's single group held out.

    Raises:
        ValueError: the lengths differ, or ``validation`` is out of range.
    """
    if len(labels) != len(groups):
        raise ValueError(f"{len(labels)} labels do not go with {len(groups)} groups.")
    if not 0 <= validation < 1:
        raise ValueError(f"validation must be at least 0 and below 1, not {validation}.")
    group = Texts.of(groups).numbered()
    count = int(group.max(initial=-1)) + 1
    if validation == 0 or len(labels) < SMALLEST_SET or count < 2:
        return np.zeros(len(labels), dtype=bool)
    found = _Dealt(_labels_of(group, labels), np.bincount(group))
    held_out = np.zeros(count, bool)
    held_out[_choose(found, validation * len(labels), validation, np.random.default_rng(seed))] = True
    return held_out[group]


class _Dealt(NamedTuple):
    """G groups in the order of their names."""

    label: Ints
    """(G,): of most of a group's images; on a tie the smallest."""
    size: Ints
    """(G,): images in each."""


def _labels_of(group: Ints, labels: Labels) -> Ints:
    """(G,): the label that most images of each group have; on a tie the smallest. Both (N,)."""
    kinds = int(labels.max()) + 2
    pairs, times = np.unique(group * kinds + labels + 1, return_counts=True)
    order = np.lexsort((pairs, -times, pairs // kinds))
    whose, first = np.unique(pairs[order] // kinds, return_index=True)
    assert len(whose) == int(group.max()) + 1
    found: Ints = (pairs[order][first] % kinds - 1).astype(np.int64)
    return found


class _Stratum:
    """The groups of one class, in the order in which they are considered."""

    def __init__(self, groups: Ints, sizes: Ints, validation: float) -> None:
        self._groups, self._sizes = groups, sizes[groups]
        self._waiting = np.ones(len(groups), bool)
        self.missing = validation * int(self._sizes.sum())
        """Images still to be held out; below 0 when there are more than wanted."""

    def take_all_that_fit(self) -> Ints:
        """Take every group that does not exceed the share; as that is below 1, at least one group stays."""
        for place, size in enumerate(self._sizes.tolist()):
            if size <= self.missing:
                self.missing -= size
                self._waiting[place] = False
        return self._groups[~self._waiting]

    def spare(self) -> Ints:
        """Groups that may still be held out: the last one stays for training."""
        left = self._groups[self._waiting]
        return left if len(left) > 1 else left[:0]


def _choose(groups: _Dealt, target: float, validation: float, rng: np.random.Generator) -> Ints:
    """The groups to hold out, greedily; ``target`` is a number of images."""
    shuffled = rng.permutation(len(groups.size))
    classes = [shuffled[groups.label[shuffled] == label] for label in np.unique(groups.label)]
    strata = [_Stratum(members, groups.size, validation) for members in classes]
    strata = [strata[i] for i in rng.permutation(len(strata))]  # so that ties fall to no class in particular

    taken = np.concatenate([stratum.take_all_that_fit() for stratum in strata])
    missing = target - int(groups.size[taken].sum())
    # What rounding down left over: one more group from the classes that miss most, while that brings the total closer.
    for stratum in sorted(strata, key=lambda s: -s.missing):
        spare = stratum.spare()
        closer = spare[np.abs(missing - groups.size[spare]) < abs(missing)]
        if len(closer):
            taken = np.append(taken, closer[0])
            missing -= int(groups.size[closer[0]])
    if not len(taken):  # few, large groups: hold out the one nearest to the share, if possible not a class's only one
        spare = np.concatenate([stratum.spare() for stratum in strata])
        candidates = spare if len(spare) else shuffled
        taken = candidates[[int(np.abs(groups.size[candidates] - target).argmin())]]
    return taken
