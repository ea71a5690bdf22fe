"""Models that foretell a number of images held out, as :mod:`mousaic.uses.classify.classifiers` tell classes."""

from __future__ import annotations

import warnings

import numpy as np

from mousaic.arrays import Flags, Floats
from mousaic.uses.classify.classifiers import NEIGHBOURS, Fit, Model, Told, settled
from mousaic.uses.classify.linear_models import STEPS, fit_ridge

STRENGTHS = (0.1, 1.0, 10.0, 100.0)
"""1 / penalty, or C, of the linear ones: the mildest first."""


def ridge(told: Told, new: Floats) -> Floats:
    """Ridge regression."""
    return _ridge(told, ridge_strength(told), new)


def ridge_strength(told: Told) -> float:
    """1 / penalty, settled by the inner folds."""
    return settled(told, STRENGTHS, _ridge, _error)


def nearest_mean(told: Told, new: Floats) -> Floats:
    """The mean number of the nearest training images."""
    return _nearest(told, settled(told, NEIGHBOURS, _nearest, _error), new)


def support_vectors(told: Told, new: Floats) -> Floats:
    """A linear support vector machine for numbers, which counts large errors no more than small ones."""
    return _scaled(_support)(told, settled(told, STRENGTHS, _scaled(_support), _error), new)


REGRESSORS: dict[str, Model] = {"ridge": ridge, "neighbours": nearest_mean, "svm": support_vectors}


def _ridge(told: Told, strength: float, new: Floats) -> Floats:
    return fit_ridge(told.x, np.asarray(told.values, np.float64), strength).scores(new)


def _nearest(told: Told, count: float, new: Floats) -> Floats:
    from sklearn.neighbors import KNeighborsRegressor  # type: ignore[import-untyped]

    model = KNeighborsRegressor(min(int(count), len(told.x))).fit(told.x, told.values)
    return np.asarray(model.predict(new), np.float64)[:, None]


def _support(told: Told, strength: float, new: Floats) -> Floats:
    from sklearn.svm import LinearSVR  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scikit-learn, on steps that do not suffice
        model = LinearSVR(C=strength, max_iter=STEPS, random_state=0).fit(told.x, told.values)
    return np.asarray(model.predict(new), np.float64)[:, None]


def _scaled(fit: Fit) -> Fit:
    """The same with the numbers in units of their own spread, which the penalty is meant for."""

    def fitted(told: Told, choice: float, new: Floats) -> Floats:
        values = np.asarray(told.values, np.float64)
        mean, spread = float(values.mean()), float(values.std()) or 1.0
        return fit(told._replace(values=(values - mean) / spread), choice, new) * spread + mean

    return fitted


def _error(found: Floats, told: Told, seen: Flags) -> float:
    return float(np.square(found[seen, 0] - np.asarray(told.values, np.float64)[seen]).mean())
