"""The smallest model that is about as good as the best: the one-standard-error rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import PerImage


class Choice(NamedTuple):
    """Positions count from 0, in the order of the models given, the smallest first."""

    best: int
    """The model with the least mean error; of equals the smaller."""
    chosen: int
    """The smallest whose mean error is at most ``limit``."""
    limit: float
    """The best model's mean error plus its standard error."""
    standard_error: float
    """Of the best model's mean error."""
    paired: int
    """The smallest whose mean error exceeds the best's by at most one standard error of their difference: a stricter
    rule, as images that are hard for one model are hard for the other."""


def one_standard_error(errors: Sequence[PerImage], groups: Sequence[str]) -> Choice:
    """Choose among models from the errors they make on images that none of them learned from.

    Breiman et al. 1984, section 3.4.3. The standard error is that of a mean over images that come in groups
    (:func:`standard_error`), so it counts groups and not images as independent evidence.

    Args:
        errors: (N,) of each model, the smallest model first.
        groups: (N,) names; two different ones at least.

    Examples:
        >>> errors = [np.array([3.0, 4.0, 5.0]), np.array([2.1, 3.0, 4.2]), np.array([2.0, 3.0, 4.0])]
        >>> found = one_standard_error(errors, ["a", "b", "c"])
        >>> found.best, found.chosen, round(found.standard_error, 3)
        (2, 1, 0.577)
    """
    means = np.array([error.mean() for error in errors])
    best = int(means.argmin())
    spread = standard_error(errors[best], groups)
    limit = float(means[best]) + spread
    chosen = int(np.flatnonzero(means <= limit)[0])
    apart = [standard_error(error - errors[best], groups) for error in errors]
    paired = next(i for i, gap in enumerate(apart) if means[i] - means[best] <= gap)
    return Choice(best, chosen, limit, spread, paired)


def standard_error(values: PerImage, groups: Sequence[str]) -> float:
    """Standard error of the mean of ``values`` (N,) over images of G groups.

    sqrt(G / (G - 1) sum over groups of (sum over its images of (v - mean))^2) / N: with one image a group the usual
    one (Cameron and Miller 2015, "A Practitioner's Guide to Cluster-Robust Inference"). NaN for a single group.

    Examples:
        >>> values = np.array([1.0, 2.0, 3.0, 4.0])
        >>> round(standard_error(values, ["a", "b", "c", "d"]), 3)  # the usual one: deviation / sqrt(4)
        0.645
        >>> round(standard_error(values, ["a", "a", "b", "b"]), 3)  # two animals are less evidence
        1.0
    """
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < 2:
        return float("nan")
    sums = np.bincount(place, values - values.mean())
    return float(np.sqrt(len(names) / (len(names) - 1) * np.square(sums).sum()) / len(values))
