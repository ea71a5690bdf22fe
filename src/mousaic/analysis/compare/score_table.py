"""The scores of a comparison as they come in, fold by fold, and the table they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.compare.bit_budgets import VERDICT_BITS
from mousaic.analysis.compare.bits_curves import BitScores, BitsCurve, Whose
from mousaic.analysis.compare.fitted import Description
from mousaic.analysis.compare.judging import Scored
from mousaic.arrays import Floats
from mousaic.images.splits.folds import Fold
from mousaic.registry import Entry
from mousaic.said import Said, told
from mousaic.stats.reconstruction_scores import fvu, interval

if TYPE_CHECKING:
    from mousaic.analysis.compare.rival_methods import Fit


class Row(NamedTuple):
    """One line of the table. Of several members' row, each figure is the mean over the members."""

    method: str
    title: Said
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
    bits: float
    """What one image costs: 8 bits a value, and which atoms the values belong to."""
    pearson_at_bits: float | None
    """r at the bits of the verdict, whatever the row's own code costs; None where its codes have one size alone."""
    wide: bool
    """Stores more numbers than the k of the comparison."""
    ours: bool
    same_as: str
    """The method whose reconstructions these equal by construction."""
    note: Said | None


@dataclass
class Scores:
    """The scores of one row; per-image ones are (repeats, N) and NaN until their fold is done."""

    method: Entry[Fit]
    about: Description
    r: Floats
    error: Floats
    mean_error: Floats
    train_r: list[float] = field(default_factory=list)
    dead: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    values: int = 0
    bits: float = 0.0
    notes: Counter[Said | None] = field(default_factory=Counter)
    at_bits: BitScores | None = None

    @property
    def image_r(self) -> Floats:
        """(N,): r of each image, mean over repeats."""
        found: Floats = self.r.mean(0)
        return found


class ScoreTable:
    """All scores of a comparison of N images."""

    def __init__(self, repeats: int, images: int) -> None:
        self.shape = (repeats, images)
        self.rows: dict[str, Scores] = {}

    def add(self, fold: Fold, method: Entry[Fit], scored: Scored) -> None:
        """Take in what one method scored with one row on the images that a fold holds out."""
        about, blank = scored.about, np.full(self.shape, np.nan)
        scores = self.rows.setdefault(about.row, Scores(method, about, blank, blank.copy(), blank.copy()))
        scores.r[fold.repeat, fold.held_out] = scored.r
        scores.error[fold.repeat, fold.held_out] = scored.error
        scores.mean_error[fold.repeat, fold.held_out] = scored.mean_error
        scores.train_r.append(scored.train_r)
        scores.seconds.append(scored.seconds)
        scores.values = max(scores.values, about.values)
        scores.bits = max(scores.bits, about.bits)
        if scored.bits is not None:
            if scores.at_bits is None:
                scores.at_bits = BitScores(self.shape)
            scores.at_bits.add(fold, scored.bits)
        if about.dead is not None:
            scores.dead.append(about.dead)
        scores.notes[about.note] += 1

    def in_order(self, methods: Sequence[str]) -> ScoreTable:
        """Itself, with the rows of these methods in their order."""
        self.rows = dict(sorted(self.rows.items(), key=lambda row: methods.index(row[1].method.name)))
        return self

    def lines(self, groups: Sequence[str], seed: int) -> list[Row]:
        """The table: first the methods at equal code size, then the wider ones, each best first."""
        rows = [_row(scores, groups, seed) for scores in self.rows.values()]
        # What another method equals by construction comes after it, whichever way the rounding fell.
        return sorted(rows, key=lambda row: (row.wide, -round(row.pearson, 4), row.same_as != ""))

    def curves(self, groups: Sequence[str], seed: int) -> list[BitsCurve]:
        """The rows whose codes can have any size, at each budget; best first at the budget of the verdict."""
        found = []
        for row, scores in self.rows.items():
            if scores.at_bits is not None:
                about, capabilities = scores.about, scores.method.capabilities
                whose = Whose(row, about.sizeless or about.title, "ours" in capabilities, "pca" in capabilities,
                              about.start, about.codes > 1)  # fmt: skip
                found.append(scores.at_bits.curve(whose, scores.mean_error, groups, seed))
        return sorted(found, key=lambda curve: -curve.r_at(VERDICT_BITS))


def _row(scores: Scores, groups: Sequence[str], seed: int) -> Row:
    about = scores.about
    at = None if scores.at_bits is None else scores.at_bits.image_r(VERDICT_BITS)
    r = interval(scores.image_r, groups, seed)
    return Row(
        method=about.row,
        title=about.title,
        pearson=r.mean,
        pearson_low=r.low,
        pearson_high=r.high,
        mse=float(scores.error.mean()),
        fvu=fvu(scores.error.ravel(), scores.mean_error.ravel()),
        train_pearson=float(np.mean(scores.train_r)),
        values=scores.values,
        positions=about.positions,
        dead=float(np.mean(scores.dead)) if scores.dead else None,
        seconds=float(np.mean(scores.seconds)),
        folds=len(scores.seconds),
        bits=scores.bits,
        pearson_at_bits=None if at is None else float(at.mean()),
        wide=about.wide,
        ours="ours" in scores.method.capabilities,
        same_as=about.same_as,
        note=_note(scores.notes),
    )


def _note(notes: Counter[Said | None]) -> Said | None:
    """The note, or where the folds differ each with the number of folds."""
    if len(notes) == 1:
        return next(iter(notes))
    first, *others = (
        told("note_of_folds", note=note or told("note_none"), folds=count) for note, count in notes.most_common()
    )
    for other in others:
        first = told("both_notes", first=first, second=other)
    return first
