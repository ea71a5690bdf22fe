"""How well two runs reconstruct the images that neither learned from, with paired intervals."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from mousaic.arrays import PerImage
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run
from mousaic.runs.split_table import SplitRow
from mousaic.stats.reconstruction_scores import Interval, interval, pearson, squared_error, varied

FEWEST = 5
"""Groups below which a difference is not told: resampling so few says nothing of others."""
SAME = "omp"
"""The codes that both are judged by, too."""


class Side(NamedTuple):
    """One of two runs."""

    run: Run
    images: ImageSet
    """Its originals as it saw them, in the order of ``split.csv``."""


class PairedFigure(NamedTuple):
    """A figure of merit of both runs on the same images."""

    what: str
    """``pearson`` or ``squared_error``; with ``_same`` by the same codes."""
    first: float
    second: float
    difference: Interval
    """Second less first."""


class HeldOut(NamedTuple):
    """What two runs are worth on images that neither learned from."""

    images: int
    groups: int
    figures: tuple[PairedFigure, ...]
    """() where there are too few groups."""
    k: int
    """Active features of the same codes: as many as both models have."""

    def figure(self, what: str) -> PairedFigure | None:
        """The figure of that name, if there is one."""
        return next((one for one in self.figures if one.what == what), None)


def held_out_by_both(first: Sequence[SplitRow], second: Sequence[SplitRow]) -> dict[str, int]:
    """The images by which both runs can be judged: SHA-256 -> number of the group.

    Images are together where either run has them in one group; of no group that counts has either run seen any image.
    """
    groups = _joint_groups(first, second)
    learned = {groups[row.sha256] for row in (*first, *second) if row.part == "train"}
    theirs = {row.sha256 for row in second}
    return {
        row.sha256: groups[row.sha256] for row in first if row.sha256 in theirs and groups[row.sha256] not in learned
    }


def judge_both(first: Side, second: Side, seed: int) -> HeldOut:
    """Pearson r and squared error of both, by their own codes and by the same ones.

    Args:
        seed: of the resampled groups.
    """
    sides, held = (first, second), held_out_by_both(first.run.split, second.run.split)
    groups = [str(group) for group in held.values()]
    k = min(side.run.model.card.k for side in sides)
    if len(set(groups)) < FEWEST:
        return HeldOut(len(held), len(set(groups)), (), k)
    few = [side.images.subset([side.images.sha256.index(digest) for digest in held]) for side in sides]
    figures = _figures("", [_scores(side.run, some) for side, some in zip(sides, few, strict=True)], groups, seed)
    with suppress(MousaicError):  # a model has no such codes
        same = [_scores(side.run, some, SAME, k) for side, some in zip(sides, few, strict=True)]
        figures += _figures("_same", same, groups, seed)
    return HeldOut(len(held), len(set(groups)), figures, k)


class _Scores(NamedTuple):
    r: PerImage
    error: PerImage
    varied: PerImage
    """1 where an image has an r at all, else 0."""


def _scores(run: Run, images: ImageSet, codes: str = "own", k: int | None = None) -> _Scores:
    made = run.reconstruct(images, codes, k).pixels.reshape(len(images), -1)
    seen = images.pixels.reshape(len(images), -1)
    return _Scores(pearson(made, seen), squared_error(made, seen), varied(seen).astype(np.float64))


def _figures(ending: str, both: Sequence[_Scores], groups: Sequence[str], seed: int) -> tuple[PairedFigure, ...]:
    first, second = both
    every, even = np.arange(len(groups)), first.varied * second.varied
    kept = {"pearson": (first.r, second.r, np.flatnonzero(even)), "squared_error": (first.error, second.error, every)}
    return tuple(
        PairedFigure(
            what + ending, float(one[some].mean()), float(other[some].mean()),
            interval((other - one)[some], [groups[i] for i in some.tolist()], seed),
        )
        for what, (one, other, some) in kept.items()
        if len(some)
    )  # fmt: skip


def _joint_groups(*splits: Sequence[SplitRow]) -> dict[str, int]:
    """SHA-256 -> the group, where groups of all splits that share an image are one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    digests = sorted({row.sha256 for split in splits for row in split})
    place = {digest: i for i, digest in enumerate(digests)}
    edges: list[tuple[int, int]] = []
    for split in splits:
        begins: dict[str, int] = {}
        edges += [(begins.setdefault(row.group, place[row.sha256]), place[row.sha256]) for row in split]
    one, other = np.array(edges).T
    graph = coo_array((np.ones(len(edges)), (one, other)), shape=(len(digests), len(digests)))
    numbers = connected_components(graph, directed=False)[1]
    return {digest: int(number) for digest, number in zip(digests, numbers, strict=True)}
