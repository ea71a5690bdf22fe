"""Which images are held out: whole groups only, every class in proportion, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Flags, Labels
from mousaic.images.splits.groups import Group, by_class, groups_of

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
    members = groups_of(labels, groups)
    if validation == 0 or len(labels) < SMALLEST_SET or len(members) < 2:
        return np.zeros(len(labels), dtype=bool)
    held_out = _choose(members, validation * len(labels), validation, np.random.default_rng(seed))
    return np.array([group in held_out for group in groups], dtype=bool)


class _Stratum:
    """The groups of one class, in the order in which they are considered."""

    def __init__(self, groups: list[Group], validation: float) -> None:
        self.waiting = groups
        self.missing = validation * sum(group.size for group in groups)
        """Images still to be held out; below 0 when there are more than wanted."""

    def take_all_that_fit(self) -> list[Group]:
        """Take every group that does not exceed the share; as that is below 1, at least one group stays."""
        taken: list[Group] = []
        left: list[Group] = []
        for group in self.waiting:
            if group.size <= self.missing:
                self.missing -= group.size
                taken.append(group)
            else:
                left.append(group)
        self.waiting = left
        return taken

    def spare(self) -> list[Group]:
        """Groups that may still be held out: the last one stays for training."""
        return self.waiting if len(self.waiting) > 1 else []


def _choose(groups: list[Group], target: float, validation: float, rng: np.random.Generator) -> set[str]:
    """Names of the groups to hold out, greedily; ``target`` is a number of images."""
    shuffled = [groups[i] for i in rng.permutation(len(groups))]
    strata = [_Stratum(members, validation) for members in by_class(shuffled)]
    strata = [strata[i] for i in rng.permutation(len(strata))]  # so that ties fall to no class in particular

    taken = [group for stratum in strata for group in stratum.take_all_that_fit()]
    missing = target - sum(group.size for group in taken)
    # What rounding down left over: one more group from the classes that miss most, while that brings the total closer.
    for stratum in sorted(strata, key=lambda s: -s.missing):
        closer = [group for group in stratum.spare() if abs(missing - group.size) < abs(missing)]
        if closer:
            taken.append(closer[0])
            missing -= closer[0].size
    if not taken:  # few, large groups: hold out the one nearest to the share, if possible not a class's only one
        candidates = [group for stratum in strata for group in stratum.spare()] or shuffled
        taken = [min(candidates, key=lambda group: abs(group.size - target))]
    return {group.name for group in taken}
