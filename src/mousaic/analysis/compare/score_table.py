"""The scores of a comparison as they come in, fold by fold, and the table they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from mousaic.analysis.compare.method import Fitted, Part, Pixels
from mousaic.errors import MousaicError
from mousaic.images.splits.folds import Fold
from mousaic.stats.reconstruction_scores import Floats, fvu, interval, pearson, squared_error

BATCH = 256


class Row(NamedTuple):
    """One line of the table. Of several members' row, each figure is the mean over the members."""

    method: str
    title: str
    pearson: float
    """Pearson r over the pixels of a held-out image, mean over images; higher is better."""
    pearson_low: float
    """The 95 % interval of it over resampled groups."""
    pearson_high: float
    mse: float
    """Held-out mean squared error over pixels with values 0 to 1; lower is better."""
    fvu: float
    """Held-out fraction of variance unexplained, 1 for the mean image; lower is better."""
    train_pearson: float
    """The same r on the originals that were learned from, without their copies."""
    values: int
    """Numbers stored for one image."""
    positions: int
    """Whole numbers stored besides, which say what the values belong to."""
    dead: float | None
    """Share of features that fire on no training image; SAEs only."""
    seconds: float
    """To learn, mean over folds."""
    folds: int
    """Trainings behind the line."""
    wide: bool
    """Stores more numbers than the k of the comparison."""
    ours: bool
    same_as: str
    """The method whose reconstructions these equal by construction."""
    note: str


@dataclass
class Scores:
    """The scores of one row; per-image ones are (repeats, N) and NaN until their fold is done."""

    fitted: Fitted
    r: Floats
    error: Floats
    mean_error: Floats
    train_r: list[float] = field(default_factory=list)
    dead: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    values: int = 0
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def image_r(self) -> Floats:
        """(N,): r of each image, mean over repeats."""
        found: Floats = self.r.mean(0)
        return found


class Board:
    """All scores of a comparison of N images."""

    def __init__(self, repeats: int, images: int) -> None:
        self.shape = (repeats, images)
        self.rows: dict[str, Scores] = {}

    def add(self, fold: Fold, part: Part, x: Pixels, fitted: Fitted, seconds: float) -> float:
        """Score a method on the held-out images ``x`` (n, D) of a fold; its mean held-out r.

        Raises:
            MousaicError: a reconstruction is not finite.
        """
        blank = np.full(self.shape, np.nan)
        scores = self.rows.setdefault(fitted.row, Scores(fitted, blank, blank.copy(), blank.copy()))
        r, error = score(fitted, x)
        scores.r[fold.repeat, fold.held_out] = r
        scores.error[fold.repeat, fold.held_out] = error
        scores.mean_error[fold.repeat, fold.held_out] = squared_error(np.broadcast_to(part.mean, x.shape), x)
        scores.train_r.append(float(score(fitted, part.originals)[0].mean()))
        scores.seconds.append(seconds)
        scores.values = max(scores.values, fitted.values)
        if fitted.dead is not None:
            scores.dead.append(fitted.dead)
        scores.notes[fitted.note] += 1
        return float(r.mean())

    def table(self, groups: Sequence[str], seed: int) -> list[Row]:
        """The lines: first the methods at equal code size, then the wider ones, each best first."""
        rows = [_row(scores, groups, seed) for scores in self.rows.values()]
        # What another method equals by construction comes after it, whichever way the rounding fell.
        return sorted(rows, key=lambda row: (row.wide, -round(row.pearson, 4), row.same_as != ""))


def score(fitted: Fitted, x: Pixels) -> tuple[Floats, Floats]:
    """Pearson r and squared error of each image (n, D), mean over the method's reconstructions: (n,) both."""
    r, error = [], []
    for start in range(0, len(x), BATCH):
        batch = x[start : start + BATCH]
        made = fitted.reconstruct(batch)
        if not np.isfinite(made).all():
            raise MousaicError(f"{fitted.title} gave numbers that are not finite: leave it out with --methods.")
        r.append(np.mean([pearson(y, batch) for y in made], 0))
        error.append(np.mean([squared_error(y, batch) for y in made], 0))
    return np.concatenate(r), np.concatenate(error)


def _row(scores: Scores, groups: Sequence[str], seed: int) -> Row:
    fitted = scores.fitted
    r = interval(scores.image_r, groups, seed)
    return Row(
        method=fitted.row,
        title=fitted.title,
        pearson=r.mean,
        pearson_low=r.low,
        pearson_high=r.high,
        mse=float(scores.error.mean()),
        fvu=fvu(scores.error.ravel(), scores.mean_error.ravel()),
        train_pearson=float(np.mean(scores.train_r)),
        values=scores.values,
        positions=fitted.positions,
        dead=float(np.mean(scores.dead)) if scores.dead else None,
        seconds=float(np.mean(scores.seconds)),
        folds=len(scores.seconds),
        wide=fitted.wide,
        ours=fitted.ours,
        same_as=fitted.same_as,
        note=_note(scores.notes),
    )


def _note(notes: Counter[str]) -> str:
    """The note, or where the folds differ each with the number of folds."""
    if len(notes) == 1:
        return next(iter(notes))
    return "; ".join(f"{note or 'no remark'} ({count} folds)" for note, count in notes.most_common())
