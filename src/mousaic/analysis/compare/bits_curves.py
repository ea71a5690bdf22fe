"""r against bits: the scores of a row at every budget as they come in, fold by fold, and the curve they make."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.compare.bit_budgets import BITS, AtBits
from mousaic.arrays import Floats
from mousaic.images.splits.folds import Fold
from mousaic.said import Said
from mousaic.stats.reconstruction_scores import fvu, intervals


class Whose(NamedTuple):
    """The row that a curve belongs to."""

    method: str
    title: Said
    """Without the number of values, which differs along the curve."""
    ours: bool
    """A sparse autoencoder that was trained."""
    pca: bool
    start: str
    """The row of the same features before training, with codes of the same kind; "" where there is none."""
    averaged: bool
    """Several codes an image, whose reconstructions are averaged: it pays the bits of all."""


class BitsCurve(NamedTuple):
    """One row at each of the B budgets :data:`mousaic.analysis.compare.bit_budgets.BITS`. Where the budget does not buy
    a single value, values are 0 and the scores None."""

    whose: Whose
    values: tuple[int, ...]
    """Of each code; where the folds differ the most of any."""
    pearson: tuple[float | None, ...]
    """Held-out r, mean over images; higher is better."""
    low: tuple[float | None, ...]
    """The 95 % interval of it over resampled groups."""
    high: tuple[float | None, ...]
    fvu: tuple[float | None, ...]
    """Held-out fraction of variance unexplained, lower is better."""
    saturated: tuple[bool, ...]
    """The row has no more values than these, so it costs less than the budget: the curve is flat from here."""

    def r_at(self, bits: int) -> float:
        """Held-out r at a budget; -inf where it buys nothing."""
        r = self.pearson[BITS.index(bits)]
        return -math.inf if r is None else r


class BitScores:
    """The scores of one row at every budget, of N images over several repeats.

    Args:
        shape: (repeats, N).
    """

    def __init__(self, shape: tuple[int, int]) -> None:
        self._r = np.full((len(BITS), *shape), np.nan)
        self._error = np.full((len(BITS), *shape), np.nan)
        self._values = np.zeros(len(BITS), np.int64)
        self._saturated = np.zeros(len(BITS), bool)

    def add(self, fold: Fold, scored: AtBits) -> None:
        """Take in what a fold holds out."""
        self._r[:, fold.repeat, fold.held_out] = scored.r
        self._error[:, fold.repeat, fold.held_out] = scored.error
        self._values = np.maximum(self._values, scored.values)
        self._saturated |= scored.saturated

    def image_r(self, bits: int) -> Floats | None:
        """(N,): r of each image at a budget, mean over repeats; None where it does not buy a value in every fold."""
        found: Floats = self._r[BITS.index(bits)].mean(0)
        return None if np.isnan(found).any() else found

    def curve(self, whose: Whose, mean_error: Floats, groups: Sequence[str], seed: int) -> BitsCurve:
        """What is shown.

        Args:
            mean_error: (repeats, N) squared error of the mean image, for the FVU.
            groups: (N,) of the images, which the intervals resample.
        """
        r = self._r.mean(1)  # (B, N)
        there = ~np.isnan(r).any(1)
        found = iter(intervals(r[there], groups, seed) if there.any() else [])
        spans = [next(found) if bought else None for bought in there]
        return BitsCurve(
            whose=whose,
            values=tuple(int(count) if bought else 0 for count, bought in zip(self._values, there, strict=True)),
            pearson=tuple(span and span.mean for span in spans),
            low=tuple(span and span.low for span in spans),
            high=tuple(span and span.high for span in spans),
            fvu=tuple(
                fvu(error.ravel(), mean_error.ravel()) if bought else None
                for error, bought in zip(self._error, there, strict=True)
            ),
            saturated=tuple(map(bool, self._saturated & there)),
        )
