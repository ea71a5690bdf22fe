"""Numbers foretold by what features of sparse autoencoders see, as a scikit-learn regressor."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin  # type: ignore[import-untyped]

from mousaic.arrays import Floats, Singles
from mousaic.estimators.linear_head import LinearHead
from mousaic.uses.classify.linear_models import Linear, fit_ridge


class SparseAutoencoderRegressor(RegressorMixin, LinearHead):  # type: ignore[misc]
    """Ridge regression on what the features of sparse autoencoders see.

    Features are learned from the rows without a look at the numbers that are to be foretold.

    Parameters
    ----------
    features, k, members, epochs, learn, augment, image_shape, options, device, random_state
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.
    representation : {"responses", "codes", "codes-omp"}, default="responses"
        As of :class:`mousaic.estimators.sparse_classifier.SparseAutoencoderClassifier`.
    strength : float, default=30.0
        1 / alpha of scikit-learn, for numbers whose mean squared length is 1: the less, the smaller the weights.

    Attributes
    ----------
    coef_ : ndarray of shape (1, n_codes)
        The weight of what each feature sees.
    intercept_ : ndarray of shape (1,)
        What is added.
    n_features_in_, feature_names_in_, history_, n_iter_, model_
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> import mousaic
    >>> X = load_digits(n_class=3).data
    >>> ink = X.sum(axis=1)
    >>> told = mousaic.SparseAutoencoderRegressor(features=24, k=4, epochs=2).fit(X[:200], ink[:200])
    >>> told.score(X[200:300], ink[200:300]) > 0.5
    True
    """

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Learn features, and to foretell numbers by them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            At least two rows.
        y : array-like of shape (n_samples,)
            Their numbers.
        sample_weight : array-like of shape (n_samples,), default=None
            How much each row counts. Features are learned from all rows that count at all, alike.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        rows, y = self._rows(X, reset=True, least=2, y=y, y_numeric=True)
        self._fit_head(rows, np.asarray(y, np.float64), sample_weight)
        return self

    def predict(self, X: ArrayLike) -> Singles:
        """The number of each row: (n_samples,)."""
        return self._scores(X)[:, 0]

    def _linear(self, x: Floats, values: Any, weights: Floats | None) -> Linear:
        return fit_ridge(x, values, self.strength, weights)
