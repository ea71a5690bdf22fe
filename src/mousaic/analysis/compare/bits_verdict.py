"""Which method wins when all may spend the same bits, and whether training had a part in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.compare.bit_budgets import VERDICT_BITS
from mousaic.analysis.compare.verdict import difference_said
from mousaic.arrays import PerImage
from mousaic.said import Said, told
from mousaic.stats.honest_pick import Picked, picked_honestly
from mousaic.stats.reconstruction_scores import Interval, interval


class Spender(NamedTuple):
    """A method at the bits of the verdict."""

    method: str
    title: Said
    r: PerImage
    """(N,): held-out r of each image."""
    ours: bool = False
    """A sparse autoencoder that was trained."""
    pca: bool = False
    start: str = ""
    """The method of the same features before training; "" where there is none."""


def verdict_at_bits(spenders: Sequence[Spender], groups: Sequence[str], seed: int) -> tuple[Said, ...]:
    """The best of ours against the best of all others and of PCA; then what training gave beside its own start.

    Each best is picked on the groups that it is not scored on (:func:`mousaic.stats.honest_pick.picked_honestly`).
    Nothing where one side is missing.

    Args:
        groups: (N,) of the images, for the paired bootstrap of the differences.
    """
    ours, others = [s for s in spenders if s.ours], [s for s in spenders if not s.ours]
    pca = [s for s in spenders if s.pca]
    if not ours or not others:
        return ()
    mine, rival = _picked(ours, groups), _picked(others, groups)
    found = interval(mine.score - rival.score, groups, seed)
    beside = None
    if pca:
        best = _picked(pca, groups)
        if not np.array_equal(best.score, rival.score):
            beside = told(
                "verdict_bits_pca", pca=_title(pca, best), pca_r=float(best.score.mean()),
                difference=difference_said(interval(mine.score - best.score, groups, seed)),
            )  # fmt: skip
    first = told(
        "verdict_bits", bits=VERDICT_BITS, claim=told(_claim("bits_ours", found)), ours=_title(ours, mine),
        ours_r=float(mine.score.mean()), rival=_title(others, rival), rival_r=float(rival.score.mean()),
        difference=difference_said(found), beside=beside,
    )  # fmt: skip
    return (first, *_beside_start(spenders, groups, seed))


def _beside_start(spenders: Sequence[Spender], groups: Sequence[str], seed: int) -> list[Said]:
    """The best trained row that has a start, and that start."""
    starts = {s.method: s for s in spenders}
    trained = [s for s in spenders if s.ours and s.start in starts]
    if not trained:
        return []
    best = _picked(trained, groups)
    before = np.stack([starts[s.start].r for s in trained])[best.row, np.arange(len(groups))]
    found = interval(best.score - before, groups, seed)
    return [
        told(
            "verdict_start", claim=told(_claim("bits_start", found)), ours=_title(trained, best),
            ours_r=float(best.score.mean()), start=_title([starts[s.start] for s in trained], best),
            start_r=float(before.mean()), difference=difference_said(found),
        )
    ]  # fmt: skip


def _picked(spenders: Sequence[Spender], groups: Sequence[str]) -> Picked:
    return picked_honestly(np.stack([s.r for s in spenders]), groups)


def _title(spenders: Sequence[Spender], picked: Picked) -> Said:
    """What was picked; where the groups differ, what was picked mostly."""
    title = spenders[picked.usual].title
    return title if picked.always else told("picked_mostly", title=title)


def _claim(what: str, found: Interval) -> str:
    """``what`` with one of four endings, by the sign of a difference and whether it is clear."""
    if found.mean > 0:
        return f"{what}_clearly_ahead" if found.clear else f"{what}_ahead"
    return f"{what}_clearly_behind" if found.clear else f"{what}_behind"
