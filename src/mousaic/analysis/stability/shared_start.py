"""What do two trainings from one start learn alike, on halves of the images that share none?

Both begin with the same features, so feature h of one and feature h of the other may be compared without a search for
matches, which finds likeness by chance. Of each trained feature v, with s where it started (both of length 1), what
was learned is what is left without the start,

    beyond(v) = v - (v . s) s,

and the two trainings agree, in a feature, by the cosine of what is left in one with what is left in the other: 1 where
other images changed it alike, 0 where they have nothing to do with each other. The start itself drops out, so a
training that learns nothing has nothing to compare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from mousaic.analysis.stability.independent_training import Learned
from mousaic.arrays import Flags, Floats, Singles
from mousaic.stats.dictionary_matching import unit_features

MOVED = 0.01
"""The least length beyond the start, of a feature of length 1, that counts as learning: less is rounding, or a step
size with which nothing happens."""
LITTLE = 0.02
"""A cosine no further above that of structureless images than this cannot be told from it: about what the difference
moves by from one division into halves to another (docs/statistics.md)."""
WIDE = 1.96
"""Standard errors from a mean to the end of its 95 % interval."""

Verdict = Literal["beyond", "structureless", "nothing"]


class Beyond(NamedTuple):
    """One division into halves, two trainings from one start."""

    cosine: Singles
    """(H,) of what is left in one with what is left in the other; NaN for features that one of them left dead, began
    anew or did not move."""
    mismatched: float
    """The mean of the same between one training's feature and the other's, of every pair of two different features;
    NaN below two features."""
    moved: float
    """Mean length beyond the start of the features that fire in both, 0 to 1; NaN where there are none."""


class Figure(NamedTuple):
    """A mean over features with its 95 % interval, which says what other features would give, not other images."""

    mean: float
    low: float
    high: float
    features: int


@dataclass(frozen=True)
class SharedStart:
    """Divisions into halves, and the same with every image's phases scattered."""

    halves: tuple[Beyond, ...]
    scattered: tuple[Beyond, ...]

    @property
    def cosine(self) -> Figure:
        """Of the images."""
        return _figure_of(_by_feature(self.halves))

    @property
    def null(self) -> Figure:
        """Of structureless images, from the start that these would have."""
        return _figure_of(_by_feature(self.scattered))

    @property
    def gain(self) -> Figure:
        """How much further features agree than on structureless images, each beside the feature of the same number
        there, which begins with a window of the same size; beside 0, where none of them learned anything."""
        if self.null.features < 2:
            return self.cosine
        return _figure_of(_by_feature(self.halves) - _by_feature(self.scattered))

    @property
    def mismatched(self) -> float:
        """Of features of different starts, mean of the divisions."""
        return _mean([one.mismatched for one in self.halves])

    @property
    def moved(self) -> float:
        """Mean length beyond the start, mean of the divisions; NaN where no feature fires in both halves of any."""
        return _mean([one.moved for one in self.halves])

    @property
    def verdict(self) -> Verdict:
        """``nothing`` was learned beyond the start, what was is as on ``structureless`` images, or it goes ``beyond``
        them: in every division more than in any of such images, by more than :data:`LITTLE` on the whole, and with a
        95 % interval of the difference that leaves out 0."""
        if not self.moved >= MOVED or self.cosine.features < 2:
            return "nothing"
        # Structureless images that teach nothing, or dead features alone, leave chance alone to be beaten.
        chance = max([0.0, *(_mean(one.cosine) for one in self.scattered if np.isfinite(one.cosine).any())])
        least, gain = min(_mean(one.cosine) for one in self.halves), self.gain
        return "beyond" if least > chance and gain.mean > LITTLE and gain.low > 0 else "structureless"


def beyond_start(dictionary: Singles, start: Singles) -> Singles:
    """What is left of each feature (H, D), at length 1, without its component along the row it started from (H, D)."""
    features, begun = unit_features(dictionary), unit_features(start)
    along = (features * begun).sum(-1, keepdims=True)
    left: Singles = features - along * begun
    return left


def compare_beyond(one: Learned, other: Learned) -> Beyond:
    """Two trainings that began with the same features."""
    left = [beyond_start(training.dictionary, training.start) for training in (one, other)]
    both: Flags = one.living & other.living
    lengths = np.stack([np.linalg.norm(rows, axis=-1) for rows in left])
    chosen = both & (lengths >= MOVED).all(0)
    a, b = (unit_features(rows[chosen]) for rows in left)
    cosine = np.full(len(both), np.nan, np.float32)
    cosine[chosen] = (a * b).sum(-1)
    count = int(chosen.sum())
    pairs = count * (count - 1)
    others = float(a.sum(0, dtype=np.float64) @ b.sum(0, dtype=np.float64) - np.nansum(cosine, dtype=np.float64))
    moved = float(lengths[:, both].mean(dtype=np.float64)) if both.any() else float("nan")
    return Beyond(cosine, others / pairs if pairs else float("nan"), moved)


def _by_feature(divisions: Sequence[Beyond]) -> Floats:
    """(H,) the mean of the divisions that tell a feature; NaN where none does."""
    cosine = np.stack([one.cosine for one in divisions]).astype(np.float64)
    told = np.isfinite(cosine)
    mean: Floats = np.where(told, cosine, 0).sum(0) / np.where(told.any(0), told.sum(0), np.nan)
    return mean


def _figure_of(values: Floats) -> Figure:
    """Of values (H,), those that are numbers."""
    each = values[np.isfinite(values)]
    if not len(each):
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    mean = float(each.mean())
    reach = WIDE * float(each.std(ddof=1)) / len(each) ** 0.5 if len(each) > 1 else float("nan")
    return Figure(mean, mean - reach, mean + reach, len(each))


def _mean(values: Sequence[float] | Singles) -> float:
    """The mean of the numbers that there are; NaN where there are none."""
    numbers = np.asarray(values, np.float64)
    numbers = numbers[np.isfinite(numbers)]
    return float(numbers.mean()) if len(numbers) else float("nan")
