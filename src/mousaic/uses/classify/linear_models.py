"""Linear models by scikit-learn, as the arrays that they are."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints, PerImage

STEPS = 1000
"""Of the solver at most; what is not quite there then is good enough."""


class Linear(NamedTuple):
    """Scores of C classes, or one number, from F numbers."""

    weight: Floats
    """(C, F)"""
    bias: Floats
    """(C,)"""

    def scores(self, x: Floats) -> Floats:
        """(n, F) -> (n, C)."""
        found: Floats = x @ self.weight.T + self.bias
        return found

    def probabilities(self, x: Floats) -> Floats:
        """(n, F) -> (n, C), rows that sum to 1; classes that were not learned have a bias of minus infinity."""
        from scipy.special import softmax

        found: Floats = softmax(self.scores(x), axis=1)
        return found


def fit_logistic(x: Floats, labels: Ints, classes: int, strength: float, weights: PerImage | None = None) -> Linear:
    """Logistic regression in which all classes weigh the same, whatever their numbers of images.

    So probabilities are those of a world in which all classes are as frequent, and the most probable class is the one
    that balanced accuracy asks for.

    Args:
        x: (n, F).
        labels: (n,), 0 to ``classes`` - 1; classes may be missing.
        strength: C of scikit-learn: the less, the smaller the weights.
        weights: (n,) how much each image counts beside the others of its class; None: alike.
    """
    from sklearn import config_context  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    known = np.unique(labels)
    weight, bias = np.zeros((classes, x.shape[1])), np.full(classes, -np.inf)
    bias[known] = 0.0
    if len(known) < 2:
        return Linear(weight, bias)
    each = np.ones(len(x)) if weights is None else weights
    counts = np.bincount(labels, each, classes)
    share = np.divide(counts.sum(), len(known) * counts, out=np.zeros(classes), where=counts > 0)
    # To the bit what class_weight="balanced" gives, which takes a quarter of the time of a small fit.
    with warnings.catch_warnings(), config_context(assume_finite=True, skip_parameter_validation=True):
        warnings.simplefilter("ignore")  # of scikit-learn, on steps that do not suffice
        found = LogisticRegression(C=strength, max_iter=STEPS).fit(x, labels, each * share[labels])
    own = known[1:] if len(known) == 2 else known  # of two classes it tells the second from the first
    weight[own], bias[own] = found.coef_, found.intercept_
    return Linear(weight, bias)


def fit_ridge(x: Floats, values: PerImage, strength: float, weights: PerImage | None = None) -> Linear:
    """Ridge regression of values (n,) on x (n, F); ``strength`` as of :func:`fit_logistic`: 1 / penalty; ``weights``,
    too."""
    from sklearn.linear_model import Ridge

    found = Ridge(alpha=1 / strength).fit(x, values, weights)
    return Linear(found.coef_[None].astype(np.float64), np.array([float(found.intercept_)]))
