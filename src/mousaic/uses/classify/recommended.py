"""The recommended classifier, fixed before any score was seen: one linear model on :data:`RECOMMENDED` numbers.

Logistic regression with one penalty for all sets, as its numbers have one mean squared length; of numbers ridge
regression, whose penalty inner folds settle. A linear model is the arrays that it is, so it can be kept and read.
"""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats
from mousaic.uses.classify.classifiers import Model, Told
from mousaic.uses.classify.linear_models import Linear, fit_logistic, fit_ridge
from mousaic.uses.classify.outcome import Kind
from mousaic.uses.classify.regressors import ridge_strength

STRENGTH = 30.0
"""C of scikit-learn. It and the weights of the blocks were set once, on the sets of ``benchmarks/uses_classify.py``."""


def recommended_linear(kind: Kind, told: Told) -> Linear:
    """The model itself, on the numbers that were learned from."""
    if kind == "numbers":
        return fit_ridge(told.x, np.asarray(told.values, np.float64), ridge_strength(told))
    return fit_logistic(told.x, np.asarray(told.values).astype(np.int64), told.classes, STRENGTH)


def recommended_model(kind: Kind) -> Model:
    """What it says of new images: probabilities or numbers."""

    def model(told: Told, new: Floats) -> Floats:
        linear = recommended_linear(kind, told)
        return linear.probabilities(new) if kind == "classes" else linear.scores(new)

    return model
