"""How good predictions are on images that they were not learned from, with intervals over groups.

Predictions may be made several times (R repeats of a cross-validation); every score is the mean over these. Intervals
are percentiles over resampled groups, because the images of one animal are no independent evidence (the cluster
bootstrap: Davison and Hinkley 1997, section 3.8). The same seed draws the same groups for all scores, so that the
difference of two scores is paired draw by draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints, PerImage
from mousaic.seeds import derive_seed
from mousaic.stats.mean_ranks import mean_ranks
from mousaic.stats.reconstruction_scores import Interval

MOST_WEIGHTS = 1 << 20
"""Draws times images: of many images fewer draws are made."""
DRAWS = 2000
FEWEST_GROUPS = 5
"""Below so many groups there is no interval."""


class Scored(NamedTuple):
    """A score, and what it is with other groups drawn."""

    value: float
    draws: Floats
    """(B,): NaN where the groups drawn do not allow it, as where a class is missing."""

    @property
    def interval(self) -> Interval:
        """95 %; without ends where there are too few groups."""
        return interval_of(self.value, self.draws)


def interval_of(value: float, draws: Floats) -> Interval:
    """The 2.5 and 97.5 percentiles of the draws that are numbers; NaN where there are none."""
    real = draws[np.isfinite(draws)]
    low, high = np.percentile(real, [2.5, 97.5]).tolist() if len(real) else (float("nan"),) * 2
    return Interval(value, low, high)


def drawn_weights(groups: Sequence[str], seed: int) -> Floats:
    """How often each image counts, (B, N), when whole groups are drawn with replacement; B = 0 with too few groups."""
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < FEWEST_GROUPS:
        return np.zeros((0, len(place)))
    draws = max(200, min(DRAWS, MOST_WEIGHTS // len(place)))
    rng = np.random.default_rng(derive_seed(seed, "predictions"))
    drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), draws)
    return drawn[:, place].astype(np.float64)


def balanced_accuracy(labels: Ints, predicted: Ints, weights: Floats) -> Scored:
    """The mean over classes of the share of a class's images that are recognised.

    Args:
        labels: (N,).
        predicted: (R, N).
        weights: of :func:`drawn_weights`.

    Examples:
        >>> none = np.zeros((0, 4))
        >>> balanced_accuracy(np.array([0, 0, 0, 1]), np.array([[0, 0, 1, 1]]), none).value.__round__(3)
        0.833
    """
    hits = (predicted == labels).mean(0)
    classes = [labels == label for label in np.unique(labels)]
    value = float(np.mean([hits[own].mean() for own in classes]))
    with np.errstate(invalid="ignore"):
        each = [weights[:, own] @ hits[own] / weights[:, own].sum(1) for own in classes]
    return Scored(value, np.mean(each, axis=0))


def brier(labels: Ints, probabilities: Floats, weights: Floats) -> Scored:
    """Mean squared distance of probabilities (R, N, C) from what was the case; lower is better (Brier 1950).

    Of two classes that of one of them, 0 to 1; of more the sum over classes, 0 to 2.

    Examples:
        >>> p = np.array([[[0.9, 0.1], [0.4, 0.6]]])
        >>> round(brier(np.array([0, 1]), p, np.zeros((0, 2))).value, 4)
        0.085
    """
    classes = probabilities.shape[2]
    truth = labels[:, None] == np.arange(classes)
    off = np.square(probabilities - truth).sum(2).mean(0) / (2 if classes == 2 else 1)
    return Scored(float(off.mean()), _mean(off, weights))


def auroc(labels: Ints, probabilities: Floats, weights: Floats) -> Scored:
    """The chance that an image of a class has a higher probability of it than one of another class, ties counting half
    (Mann-Whitney); the mean over classes, each against all others. NaN where there is one class.

    Examples:
        >>> p = np.array([[[0.9, 0.1], [0.4, 0.6], [0.3, 0.7]]])
        >>> auroc(np.array([0, 0, 1]), p, np.zeros((0, 3))).value
        1.0
    """
    known = np.unique(labels)
    chosen = known[1:] if probabilities.shape[2] == 2 else known
    if len(known) < 2:
        return Scored(float("nan"), np.full(len(weights), np.nan))
    found = [_ordered(labels == label, probabilities[:, :, label], weights) for label in chosen]
    return Scored(float(np.mean([one.value for one in found])), np.mean([one.draws for one in found], axis=0))


def r_squared(values: PerImage, predicted: Floats, weights: Floats) -> Scored:
    """1 - sum (v - p)^2 / sum (v - mean v)^2 of values (N,) and predictions (R, N); 0 for the mean, 1 for the truth.

    Examples:
        >>> v = np.array([1.0, 2.0, 3.0])
        >>> r_squared(v, np.array([[1.0, 2.0, 2.0]]), np.zeros((0, 3))).value
        0.5
    """
    error = np.square(predicted - values).mean(0)
    spread = np.square(values - values.mean()).sum()
    value = 1 - float(error.sum()) / float(spread) if spread > 0 else float("nan")
    with np.errstate(invalid="ignore", divide="ignore"):
        total = weights.sum(1)
        mean = weights @ values / total
        around = weights @ np.square(values) - total * mean**2
        draws = np.where(around > 1e-9 * spread, 1 - weights @ error / around, np.nan)
    return Scored(value, draws)


def spearman(values: PerImage, predicted: Floats) -> float:
    """Rank correlation of values (N,) and predictions (R, N), the mean over repeats; 0 where either is constant."""
    ranks = mean_ranks(values)
    found = []
    for one in predicted:
        own = mean_ranks(one)
        varied = ranks.std() > 0 and own.std() > 0
        found.append(float(np.corrcoef(ranks, own)[0, 1]) if varied else 0.0)
    return float(np.mean(found))


def _ordered(mine: np.ndarray, score: Floats, weights: Floats) -> Scored:
    """AUROC of one class: scores (R, N)."""
    above = score[:, mine, None] - score[:, None, ~mine]
    won = ((above > 0) + 0.5 * (above == 0)).mean(0)
    own, other = weights[:, mine], weights[:, ~mine]
    with np.errstate(invalid="ignore"):
        draws = ((own @ won) * other).sum(1) / (own.sum(1) * other.sum(1))
    return Scored(float(won.mean()), draws)


def _mean(values: PerImage, weights: Floats) -> Floats:
    found: Floats = weights @ values / np.maximum(weights.sum(1), 1e-12)
    return found
