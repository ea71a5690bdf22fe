"""Classes told by what features of sparse autoencoders see, as a scikit-learn classifier."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import softmax
from sklearn.base import ClassifierMixin  # type: ignore[import-untyped]
from sklearn.utils.multiclass import check_classification_targets  # type: ignore[import-untyped]

from mousaic.arrays import Floats, Singles
from mousaic.estimators.kept_estimator import Learned
from mousaic.estimators.linear_head import LinearHead
from mousaic.uses.classify.linear_models import Linear, fit_logistic


class SparseAutoencoderClassifier(ClassifierMixin, LinearHead):  # type: ignore[misc]
    """Logistic regression on what the features of sparse autoencoders see.

    Features are learned from the rows without a look at classes. All classes weigh the same, whatever their numbers of
    rows: probabilities are those of a world in which all classes are as frequent.

    Parameters
    ----------
    features, k, members, epochs, learn, augment, image_shape, options, device, random_state
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.
    representation : {"responses", "codes", "codes-omp"}, default="responses"
        What a row is seen as: how strongly each feature's picture is in it, or its codes of one pass or of matching
        pursuit.
    strength : float, default=30.0
        C of scikit-learn, for numbers whose mean squared length is 1: the less, the smaller the weights.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    coef_ : ndarray of shape (n_classes, n_codes)
        The weight of what each feature sees, a row a class.
    intercept_ : ndarray of shape (n_classes,)
        What is added.
    n_features_in_, feature_names_in_, history_, n_iter_, model_
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> import mousaic
    >>> X, y = load_digits(n_class=3, return_X_y=True)
    >>> told = mousaic.SparseAutoencoderClassifier(features=24, k=4, epochs=2).fit(X[:100], y[:100])
    >>> told.score(X[100:200], y[100:200]) > 0.9
    True
    """

    classes_: np.ndarray

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        """Learn features, and to tell classes by them.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            At least two rows.
        y : array-like of shape (n_samples,)
            Their classes.
        sample_weight : array-like of shape (n_samples,), default=None
            How much each row counts beside the others of its class. Features are learned from all rows that count at
            all, alike.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        rows, y = self._rows(X, reset=True, least=2, y=y)
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        self._fit_head(rows, labels.astype(np.int64), sample_weight, list(map(str, self.classes_)))
        return self

    def decision_function(self, X: ArrayLike) -> Singles:
        """Scores: (n_samples, n_classes); of two classes (n_samples,), above 0 for the second."""
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_proba(self, X: ArrayLike) -> Singles:
        """Probabilities of the classes: (n_samples, n_classes)."""
        found: Singles = softmax(self._scores(X), axis=1)
        return found

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class of each row: (n_samples,)."""
        best = self._scores(X).argmax(1)
        found: np.ndarray = self.classes_[best]
        return found

    def _recall(self, learned: Learned, run: Path) -> None:
        if learned.classes is None:
            raise ValueError("its classes are missing")
        super()._recall(learned, run)
        self.classes_ = learned.classes

    def _linear(self, x: Floats, values: Any, weights: Floats | None) -> Linear:
        return fit_logistic(x, values, len(self.classes_), self.strength, weights)
