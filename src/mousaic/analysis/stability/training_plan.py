"""Which trainings a measurement of stability needs, and on which images each of them trains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.stability.structureless import KINDS, Kind
from mousaic.arrays import Labels
from mousaic.errors import MousaicError
from mousaic.images.splits.folds import assign_folds
from mousaic.seeds import derive_seed

FEWEST_GROUPS = 4
"""Halves of fewer groups would be single groups, and samples of them the same ones over and over."""
SPLITS = 2
"""Divisions of the images into halves that share none; and sets of structureless images."""


class Planned(NamedTuple):
    """One training."""

    role: str
    """``again``: an independent run. ``half``: one of two runs that share no group; ``shared``: as ``half``, but both
    begin with the start of the run itself. ``pixels`` and ``phases``: as ``again``, on structureless images of that
    kind; ``phases-half`` and ``phases-shared``: as ``half`` and ``shared``, on such images."""
    block: int
    """Trainings of one role and block use one division into halves, or one set of structureless images."""
    number: int
    """Counts the trainings of a role and block."""
    images: tuple[int, ...]
    """Positions in the originals of the run, drawn with replacement where they are a sample."""
    scattered: Kind | None
    """How the images lose their structure, before the sample is taken."""

    @property
    def name(self) -> str:
        """Unique among the trainings of a measurement."""
        return f"{self.role}-{self.block}-{self.number}"

    @property
    def from_one_start(self) -> bool:
        """Whether it begins with the start of the run itself, as others do."""
        return self.role.endswith("shared")

    def seed(self, seed: int) -> int:
        """Of the training: never that of the run, nor of another training."""
        return derive_seed(seed, "stability", self.name)


def plan_trainings(labels: Labels, groups: Sequence[str], runs: int, seed: int) -> list[Planned]:
    """All trainings: the independent runs first, then what they are judged by.

    Args:
        labels, groups: (N,) of the originals that the run was trained on.
        runs: independent runs, 2 or more.
        seed: governs samples and halves. Training ``r`` is the same whatever ``runs`` is.

    Raises:
        MousaicError: too few groups or runs.
    """
    if runs < 2:
        raise MousaicError(f"--runs must be at least 2, not {runs}: agreement needs two.")
    need_groups(groups)
    plan = [Planned("again", 0, r, sample_groups(groups, seed, "again", 0, r), None) for r in range(runs)]
    for block in range(SPLITS):
        plan += plan_halves("half", block, labels, groups, seed)
    for block in range(SPLITS):
        plan += plan_halves("shared", block, labels, groups, seed)
    for kind in KINDS:
        for block in range(SPLITS):
            plan += [Planned(kind, block, n, sample_groups(groups, seed, kind, block, n), kind) for n in (0, 1)]
    return plan


def need_groups(groups: Sequence[str]) -> None:
    """Raise where there are too few groups to draw from, or to halve."""
    found = len(set(groups))
    if found < FEWEST_GROUPS:
        raise MousaicError(
            f"The run was trained on {found} group{'s' * (found != 1)} of images, and independent runs need at least "
            f"{FEWEST_GROUPS} to draw samples from: train on images of more groups, or with --groups none "
            "if the images are independent."
        )


def plan_halves(role: str, block: int, labels: Labels, groups: Sequence[str], seed: int) -> list[Planned]:
    """The two trainings of a role on halves that share no group, with every class in proportion, and the two on such
    halves with scattered phases. A block has the same halves whatever the role."""
    parts = halves_of(labels, groups, block, seed)
    plan = [Planned(role, block, number, part, None) for number, part in enumerate(parts)]
    return plan + [Planned(f"phases-{role}", block, number, part, "phases") for number, part in enumerate(parts)]


def halves_of(labels: Labels, groups: Sequence[str], block: int, seed: int) -> list[tuple[int, ...]]:
    """Positions of the images of two halves that share no group."""
    halves = assign_folds(labels, groups, 2, derive_seed(seed, "stability halves", block))
    return [tuple(np.flatnonzero(halves == number).tolist()) for number in (0, 1)]


def sample_groups(groups: Sequence[str], seed: int, *name: str | int) -> tuple[int, ...]:
    """Positions of the images of as many groups as there are, drawn with replacement (the cluster bootstrap:
    Davison and Hinkley 1997, section 3.8); a group drawn twice brings its images twice."""
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    names = sorted(members)
    rng = np.random.default_rng(derive_seed(seed, "stability sample", *name))
    return tuple(i for place in rng.integers(len(names), size=len(names)) for i in members[names[place]])
