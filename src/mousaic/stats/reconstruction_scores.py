"""How good a reconstruction is, image by image, and how far a mean over images can be trusted.

Everything is float64; x are images and y their reconstructions, both (N, D).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints, Mask, PerImage, Rows
from mousaic.memory import row_blocks
from mousaic.seeds import derive_seed

CONSTANT = 1e-6
"""An image whose standard deviation is below this is constant: float32 rounding alone leaves 1e-7,
while one pixel one grey level off in 8 bits gives 6e-5 at 64x64."""
DRAWS = 10_000
"""Resamples behind an interval: its ends are then known to about a hundredth of its width. With more than 1,000
groups fewer are drawn, to 1,000: the work stays the same."""
FEW = 64
"""Groups up to which the draws are kept, 5 MB each time."""


class Interval(NamedTuple):
    """A 95 % interval of a mean."""

    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether zero lies outside: of a difference, that its sign is clear."""
        return self.low > 0 or self.high < 0


def pearson(y: Rows, x: Rows) -> PerImage:
    """Pearson r of each image, -1 to 1, higher is better: (N,). Where either side is constant, 0.

    Examples:
        >>> x = np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0], [0.0, 1.0, 2.0]])
        >>> y = np.array([[1.0, 3.0, 5.0], [2.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
        >>> pearson(y, x).round(3).tolist()
        [1.0, -1.0, 0.0]
    """
    return _by_blocks(_pearson, y, x)


def _pearson(y: Floats, x: Floats) -> PerImage:
    x, y = (side - side.mean(1, keepdims=True) for side in (x, y))
    least = CONSTANT * x.shape[1] ** 0.5
    lengths = np.linalg.norm(x, axis=1), np.linalg.norm(y, axis=1)
    r = (x * y).sum(1) / (np.maximum(lengths[0], least) * np.maximum(lengths[1], least))
    return np.where((lengths[0] > least) & (lengths[1] > least), r, 0.0)


def varied(x: Rows) -> Mask:
    """Which images (N, D) have an r at all: (N,). The others are constant, and left out of every mean of r.

    Examples:
        >>> varied(np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 1.0]])).tolist()
        [True, False]
    """
    found: Mask = _by_blocks(lambda part: part.std(1), x) > CONSTANT
    return found


def squared_error(y: Rows, x: Rows) -> PerImage:
    """Mean over pixels of (y - x)^2 of each image, lower is better: (N,)."""
    return _by_blocks(lambda made, seen: np.square(made - seen).mean(1), y, x)


def _by_blocks(figure: Callable[..., PerImage], *sides: Rows) -> PerImage:
    """The figure of each image (N,), of so many images at a time in double precision."""
    blocks = row_blocks(len(sides[0]), sides[0].shape[1])
    parts = [figure(*(np.asarray(side[block], np.float64) for side in sides)) for block in blocks]
    return np.concatenate([np.empty(0), *parts])


def fvu(error: PerImage, mean_error: PerImage) -> float:
    """Fraction of variance unexplained: sum (x - y)^2 / sum (x - training mean)^2, lower is better.

    Args:
        error: squared error of each image by the method.
        mean_error: the same by the per-pixel mean of the originals that were learned from.

    Examples:
        >>> fvu(np.array([1.0, 2.0]), np.array([10.0, 20.0]))
        0.1
    """
    total = float(mean_error.sum())
    return float(error.sum()) / total if total > 0 else 0.0


def interval(values: PerImage, groups: Sequence[str], seed: int) -> Interval:
    """The mean of ``values`` (N,), and the 2.5 and 97.5 percentiles of it over resampled groups.

    Whole groups are drawn with replacement, as many as there are, because the images of one animal are no
    independent evidence (the cluster bootstrap: Davison and Hinkley 1997, section 3.8). Given the
    differences of two methods it is the paired bootstrap. The same seed draws the same groups for all
    methods. It tells how the mean depends on which groups were measured, not on which were learned from.

    Examples:
        >>> found = interval(np.array([0.1, 0.2, 0.3, 0.2]), ["a", "b", "c", "d"], seed=0)
        >>> round(found.mean, 3), 0.1 <= found.low < found.mean < found.high <= 0.3, found.clear
        (0.2, True, True)
    """
    return intervals(values[None], groups, seed)[0]


def intervals(values: Floats, groups: Sequence[str], seed: int) -> list[Interval]:
    """:func:`interval` of each row of ``values`` (V, N), at little more than the cost of one: the draws are the same.

    Examples:
        >>> values = np.array([[0.1, 0.2, 0.3, 0.2], [0.5, 0.4, 0.3, 0.5]])
        >>> both = intervals(values, ["a", "b", "c", "d"], seed=0)
        >>> both[1] == interval(values[1], ["a", "b", "c", "d"], seed=0)
        True
    """
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.stack([np.bincount(place, row) for row in values], 1)
    counts = np.bincount(place).astype(np.float64)
    drawn = _few_groups(len(names), seed) if len(names) <= FEW else _resamples(len(names), seed)
    means = np.concatenate([(some @ sums) / (some @ counts)[:, None] for some in drawn])
    lows, highs = np.percentile(means, [2.5, 97.5], axis=0)
    spans = zip(values.mean(1), lows, highs, strict=True)
    return [Interval(float(mean), float(low), float(high)) for mean, low, high in spans]


def _resamples(groups: int, seed: int) -> Iterator[Ints]:
    """How often each group is drawn, in each draw: (draws, groups), some at a time."""
    rng = np.random.default_rng(derive_seed(seed, "bootstrap"))
    draws = max(1000, min(DRAWS, DRAWS * 1000 // groups))
    for some in row_blocks(draws, groups):
        yield rng.multinomial(groups, np.full(groups, 1 / groups), some.stop - some.start)


@lru_cache(maxsize=8)
def _few_groups(groups: int, seed: int) -> tuple[Ints, ...]:
    """The same of few groups, kept: one small class after another asks for as many."""
    return tuple(_resamples(groups, seed))
