"""What both transformers do: learn, also lot by lot, turn rows into codes and back, score, and become a run folder."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import TransformerMixin  # type: ignore[import-untyped]
from sklearn.utils.validation import (  # type: ignore[import-untyped]
    _check_feature_names_in,
    _check_sample_weight,
    check_is_fitted,
)

from mousaic.arrays import Singles
from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.estimators.coded_rows import decoded_rows, dense_rows, need_places_apart, rebuilt_rows, sparse_rows
from mousaic.estimators.learner import Learner, moved
from mousaic.images.image_set import ImageSet
from mousaic.model.mixture import Mixture
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import Training, begin, complete, training_data


class RowTransformer(TransformerMixin, Learner):  # type: ignore[misc]
    """What :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder` and
    :class:`mousaic.estimators.conv_sparse_autoencoder.ConvSparseAutoencoder` are made of."""

    OWN: ClassVar[tuple[str, ...]] = ("codes", "sparse_output")

    codes: str
    validation: float
    sparse_output: bool
    pooling: str | None = None

    def fit(self, X: ArrayLike, y: Any = None, groups: Sequence[Any] | np.ndarray | None = None) -> Self:
        """Learn features from rows; what was learned before is forgotten.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            At least two rows.
        y : ignored
            There for pipelines.
        groups : array-like of shape (n_samples,), default=None
            Rows of one group (an animal, a slide) are never on both sides of the validation split.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        rows = self._rows(X, reset=True, least=2)
        self._learn(self.layout_.image_set(rows, groups=groups), self.validation)
        return self

    def partial_fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Go on learning with one pass over these rows, whatever ``epochs`` says; the first lot starts the features.

        The centre stays that of the first lot. Nothing is held out, and the step size of gradients is constant.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            The next lot.
        y : ignored
            There for pipelines.

        Returns
        -------
        self : object
            The estimator.
        """
        first = not hasattr(self, "model_")
        rows = self._rows(X, reset=first)
        earlier = None if first else self._kept
        images = self.layout_.image_set(rows, first=0 if earlier is None else len(earlier.rows))
        config = self._config(images)
        training = begin(images, one_pass_more(config, 0)) if first else self._continued(images, config)
        before = None if first else self.model_.training_mean
        config = one_pass_more(config, training.state.epoch)
        complete(training, images, config)
        self._adopt(config, images, np.zeros(len(images), bool), training, earlier)
        if before is not None:
            share = len(rows) / len(self._kept.rows)
            mean = before + share * (self.model_.training_mean - before)
            self.model_ = dataclasses.replace(self.model_, training_mean=mean)
        return self

    def _continued(self, images: ImageSet, config: Config) -> Training:
        """The training so far, with other rows to learn from."""
        data, state = training_data(images, config), getattr(self, "_state", None)
        if state is None:  # of a run, which keeps what it remembers of its codes in its checkpoint
            if isinstance(self.model_.ensemble, Mixture):
                raise MousaicError("Members that differ in kind cannot go on learning together: fit a new estimator.")
            ensemble = copy.deepcopy(self.model_.ensemble)
            state = TrainingState.start(ensemble, "topk" if config.by_gradients else "omp")
            state.epoch, state.history = self.n_iter_, [dict(row) for row in self.history_]
        return Training(moved(state, data.device), data)

    def transform(self, X: ArrayLike) -> Any:
        """Codes of rows: how strongly each feature is active in each of them, 0 where it is not.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            Rows like those that were learned from.

        Returns
        -------
        codes : float32 ndarray, or scipy.sparse.csr_array, of shape (n_samples, n_codes)
            The features of all members side by side: see ``get_feature_names_out``.
        """
        check_is_fitted(self)
        pixels = self.layout_.pixels(self._rows(X, reset=False))
        make = sparse_rows if self.sparse_output else dense_rows
        return make(self.model_, pixels, self.codes, self.pooling is not None)

    def inverse_transform(self, X: Any) -> Singles:
        """What the features show together, the mean over members.

        Parameters
        ----------
        X : array-like or sparse array of shape (n_samples, n_codes)
            Codes as ``transform`` gives them.

        Returns
        -------
        rows : float32 ndarray of shape (n_samples, n_features)
            Or in the shape of images, if these were learned from; integers come back as 0 to 1.
        """
        check_is_fitted(self)
        need_places_apart(self.model_, self.pooling is not None)
        return self.layout_.given_back(decoded_rows(self.model_, X if hasattr(X, "shape") else np.asarray(X)))

    def score(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> float:
        """The share of the variance that codes explain, 1 - FVU: higher is better, 1 is all.

        FVU is the sum of (x - reconstruction)^2 over that of (x - mean of the training rows)^2. More active features
        explain more: compare scores at one k, or at equal bits (``mousaic compare``).

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            Rows, best those that were not learned from.
        y : ignored
            There for pipelines.
        sample_weight : array-like of shape (n_samples,), default=None
            How much each row counts.

        Returns
        -------
        score : float
            0 where the rows are all the mean of the training rows.
        """
        check_is_fitted(self)
        rows = self._rows(X, reset=False)
        pixels = self.layout_.pixels(rows)
        x, mean = pixels.reshape(len(pixels), -1).astype(np.float64), self.model_.training_mean.numpy()
        weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
        missed = np.square(x - rebuilt_rows(self.model_, pixels, self.codes)).sum(1) @ weights
        there = np.square(x - mean).sum(1) @ weights
        return float(1 - missed / there) if there > 0 else 0.0

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Names of the columns of codes.

        Parameters
        ----------
        input_features : array-like of str, default=None
            Checked against those that were learned from, and not used.

        Returns
        -------
        names : ndarray of str objects of shape (n_codes,)
            ``sae0_f0017`` is feature 17 of member 0; where places stand apart, ``sae0_f0017_p0003`` is filter 17 at
            place 3.
        """
        check_is_fitted(self)
        _check_feature_names_in(self, input_features, generate_names=False)
        ensemble = self.model_.ensemble
        filters, apart = ensemble.features // ensemble.places, ensemble.places > 1 and self.pooling is None
        ends = [f"_p{place:04d}" for place in range(ensemble.places)] if apart else [""]
        return np.array(
            [f"sae{m}_f{f:04d}{end}" for m in range(ensemble.members) for f in range(filters) for end in ends], object
        )

    @property
    def components_(self) -> Singles:
        """The features' pictures, members one after another: (n_codes, n_features); of filters each once, in the middle
        of the image."""
        check_is_fitted(self)
        pictures: Singles = self.model_.ensemble.gallery().detach().cpu().flatten(0, 1).numpy()
        return self.layout_.rows(pictures)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags


def one_pass_more(config: Config, done: int) -> Config:
    """The parameters with one epoch after so many, at a constant step size."""
    training = dataclasses.replace(config.training, epochs=done + 1, warmup=0.0, decay=0.0)
    return dataclasses.replace(config, training=training)
