"""scikit-learn's whole suite of checks, for every estimator."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from typing import Any

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from mousaic import (
    ConvSparseAutoencoder,
    SparseAutoencoder,
    SparseAutoencoderClassifier,
    SparseAutoencoderDetector,
    SparseAutoencoderRegressor,
)
from mousaic.estimators.row_layout import RowLayout

QUICK = {"epochs": 1, "options": {"threads": 1}}


class Squared(RowLayout):
    """The checks' rows of any length and range, as square images: squeezed into 0 to 1, with zeros at the end."""

    def _arrays(self, rows: Any) -> Any:
        side = self.shape[0]
        made = np.zeros((len(rows), side * side), np.float32)
        made[:, : rows.shape[1]] = 1 / (1 + np.exp(-np.asarray(rows, np.float64)))
        return made.reshape(-1, side, side)


class OfAnyRows(ConvSparseAutoencoder):
    """Filters need images, which the rows of the checks are not; all but that is the estimator itself."""

    OF_IMAGES = False

    def _rows(self, X: Any, reset: bool, least: int = 1, **more: Any) -> Any:
        rows = super()._rows(X, reset, least, **more)
        if reset:
            side = max(4, math.isqrt(self.n_features_in_ - 1) + 1)
            self.layout_ = Squared((side, side))
        return rows


WEIGHTED_FEATURES = (
    "Features are learned from rows that count at all, alike: a row that stands there twice is learned from twice, and "
    "one with the weight 2 once. Weights count in the linear model."
)
EXPECTED = {
    "SparseAutoencoderClassifier": {"check_sample_weight_equivalence_on_dense_data": WEIGHTED_FEATURES},
    "SparseAutoencoderRegressor": {"check_sample_weight_equivalence_on_dense_data": WEIGHTED_FEATURES},
    "SparseAutoencoderDetector": {
        "check_methods_subset_invariance": "Codes are of float32 numbers, which a row alone and one among others round "
        "differently in the last digit: scores differ by 2 in 10 million, and half of that is allowed."
    },
}


def expected(estimator: Any) -> dict[str, str]:
    """What may fail, and why: nothing of a transformer."""
    return EXPECTED.get(type(estimator).__name__, {})


@parametrize_with_checks(
    [
        SparseAutoencoder(**QUICK),
        OfAnyRows(filters=4, k=3, filter_sizes=3, augment="none", **QUICK),
        SparseAutoencoderClassifier(**QUICK),
        SparseAutoencoderRegressor(**QUICK),
        SparseAutoencoderDetector(folds=2, **QUICK),
    ],
    expected_failed_checks=expected,
)
def test_the_checks_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


def test_no_failure_of_a_transformer_is_expected() -> None:
    assert not {SparseAutoencoder.__name__, OfAnyRows.__name__} & EXPECTED.keys()


def test_the_check_that_asks_for_the_array_api() -> None:
    """scipy reads the variable once, so that this check is skipped above."""
    code = (
        "import mousaic\n"
        "from sklearn.utils.estimator_checks import check_array_api_input as check\n"
        "for end in ('', 'Classifier', 'Regressor', 'Detector'):\n"
        "    estimator = getattr(mousaic, 'SparseAutoencoder' + end)(epochs=1)\n"
        "    check(type(estimator).__name__, estimator, 'numpy', expect_only_array_outputs=False)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"SCIPY_ARRAY_API": "1"})
