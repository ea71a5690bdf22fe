"""Rows unlike those that were learned from, with a p for each, as a scikit-learn outlier detector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import OutlierMixin  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted  # type: ignore[import-untyped]

from mousaic.arrays import Floats, Ints, Pixels
from mousaic.estimators.kept_estimator import FOLDER, Learned
from mousaic.estimators.learner import Learner
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.seeds import derive_seed
from mousaic.stats.conformal import conformal_p, highest_of_groups
from mousaic.uses.anomaly.against_normal import FEWEST, against_normal
from mousaic.uses.anomaly.base_scores import base_scores
from mousaic.uses.anomaly.detector import Detector, Seen, learn_detector, see
from mousaic.uses.anomaly.kept_detectors import keep_detector, read_detector


class FoldDetector(NamedTuple):
    """What was learned without one fold."""

    detector: Detector
    memory: Seen
    """The rows that it learned from, as it sees them."""


class SparseAutoencoderDetector(OutlierMixin, Learner):  # type: ignore[misc]
    """Rows unlike normal ones, by what sparse autoencoders miss of them and how far the nearest normal rows are.

    As ``mousaic anomaly`` does: normal rows are scored by detectors that did not learn from them, fold by fold, new
    ones by all of these on average. No share of odd rows is guessed: a row is odd where its p among normal rows is
    at most ``level``. Squares of 8 pixels a side or more are also looked at for parts.

    Parameters
    ----------
    features, k, members, epochs, learn, augment, image_shape, options, device, random_state
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.
    folds : int, default=5
        Folds of the normal rows, each of which is left out once.
    level : float, default=0.05
        The share of normal rows that may be called odd, 0 to 1. Fewer than 1 / level - 1 normal rows, or groups, can
        call none odd.

    Attributes
    ----------
    normal_scores_ : ndarray of shape (n_units,)
        How odd normal rows are, higher is odder; of groups the oddest row of each.
    offset_ : float
        What ``score_samples`` of a row must reach that it is not odd.
    n_features_in_, feature_names_in_
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.
    model_ : mousaic.model.store.Model
        The model that learned from all normal rows.

    Notes
    -----
    p = (1 + normal rows that score as high) / (normal rows + 1), a conformal p (Vovk, Gammerman and Shafer 2005): of
    rows like the normal ones a share of at most ``level`` is called odd, whatever the score is.

    Examples
    --------
    >>> import numpy as np
    >>> import mousaic
    >>> rng = np.random.default_rng(0)
    >>> normal, odd = rng.normal(size=(60, 8)), rng.normal(size=(3, 8)) + 9
    >>> detector = mousaic.SparseAutoencoderDetector(features=12, k=2, epochs=2).fit(normal)
    >>> detector.predict(odd).tolist(), detector.p_values(odd).round(3).tolist()
    ([-1, -1, -1], [0.016, 0.016, 0.016])
    """

    OWN: ClassVar[tuple[str, ...]] = ("folds", "level")

    normal_scores_: Floats
    offset_: float
    _folds: list[FoldDetector]
    _bases: Floats
    _normal: Pixels
    """The rows that it compares with."""
    _left_out: Ints
    """(n_samples,): the fold that holds each of them out."""

    def __init__(
        self,
        features: int | str = "auto",
        k: int | str = "auto",
        *,
        folds: int = 5,
        level: float = 0.05,
        members: int = 1,
        epochs: int = 15,
        learn: str | None = None,
        augment: str | None = None,
        image_shape: Sequence[int] | None = None,
        options: Mapping[str, Any] | None = None,
        device: str = "auto",
        random_state: Any = 0,
    ) -> None:
        self.features = features
        self.k = k
        self.folds = folds
        self.level = level
        self.members = members
        self.epochs = epochs
        self.learn = learn
        self.augment = augment
        self.image_shape = image_shape
        self.options = options
        self.device = device
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: Any = None, groups: Sequence[Any] | np.ndarray | None = None) -> Self:
        """Learn what is normal.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features), or (n_samples, height, width[, channels])
            Normal rows, at least three.
        y : ignored
            There for pipelines.
        groups : array-like of shape (n_samples,), default=None
            Rows of one group (an animal, a slide) are left out together, and count as one in p.

        Returns
        -------
        self : object
            The fitted estimator.
        """
        if not 0 < self.level < 1:
            raise ValueError(f"level={self.level} is no share of rows: give a number between 0 and 1, such as 0.05.")
        rows = self._rows(X, reset=True, least=FEWEST)
        images = self.layout_.image_set(rows, groups=groups)
        if len(set(images.groups)) < FEWEST:
            raise ValueError(f"{len(set(images.groups))} groups are too few to say what is normal: give {FEWEST}.")
        self._learn(images)
        self._learn_folds(images)
        own = against_normal(self._bases, self._bases).normal.mean(1)
        self.normal_scores_ = np.sort(highest_of_groups(own, images.groups))
        self.offset_ = self._offset()
        return self

    def _learn_folds(self, images: ImageSet) -> None:
        """A detector without each fold, and how odd it finds the rows of that fold."""
        config, self._folds = self._config(images), []
        self._normal, self._left_out = images.pixels, np.zeros(len(images), np.int64)
        plan = make_folds(
            images.labels, images.groups, possible_folds(images.groups, self.folds), 1,
            derive_seed(self._seed, "anomaly", "folds"),
        )  # fmt: skip
        held_out = []
        for fold in plan:
            own, other = (images.subset(np.flatnonzero(side)) for side in (~fold.held_out, fold.held_out))
            detector = learn_detector(own, config, derive_seed(self._seed, "anomaly"), self.model_.card)
            self._folds.append(FoldDetector(detector, see(detector, own)))
            held_out.append(base_scores(self._folds[-1].memory, see(detector, other)))
        self._bases = np.zeros((len(images), held_out[0].shape[1]))
        for fold, bases in zip(plan, held_out, strict=True):
            self._bases[fold.held_out], self._left_out[fold.held_out] = bases, fold.number

    def _learned(self, run: Path) -> Learned:
        for number, fold in enumerate(self._folds):
            keep_detector(_place(run, number), fold.detector)
        arrays = {
            "rows": self._normal, "fold": self._left_out, "bases": self._bases, "normal_scores": self.normal_scores_,
        }  # fmt: skip
        return Learned(arrays={name: torch.from_numpy(array) for name, array in arrays.items()})

    def _recall(self, learned: Learned, run: Path) -> None:
        array = {name: tensor.numpy() for name, tensor in learned.arrays.items()}
        self._normal, self._left_out = array["rows"], array["fold"]
        self._bases, self.normal_scores_ = array["bases"], array["normal_scores"]
        count, numbers = len(self._normal), sorted(set(self._left_out.tolist()))
        if self._left_out.shape != (count,) or len(self._bases) != count or numbers != list(range(len(numbers))):
            raise ValueError("its arrays do not fit together")
        images = self.layout_.image_set(self.layout_.rows(self._normal.reshape(count, -1)))
        self._folds = []
        for number in numbers:
            own = images.subset(np.flatnonzero(self._left_out != number))
            detector = read_detector(_place(run, number), own)
            self._folds.append(FoldDetector(detector, see(detector, own)))
        self.offset_ = self._offset()

    def _offset(self) -> float:
        """Where p exceeds ``level``: that many normal rows may score as high, themselves counted."""
        normal = self.normal_scores_
        allowed = int(np.floor(self.level * (len(normal) + 1) + 1e-9)) - 1
        return -np.inf if allowed < 0 else float(-normal[len(normal) - 1 - allowed])

    def _oddness(self, X: ArrayLike) -> Floats:
        """(n,): higher is odder."""
        check_is_fitted(self)
        images = self.layout_.image_set(self._rows(X, reset=False))
        bases = np.mean([base_scores(one.memory, see(one.detector, images)) for one in self._folds], axis=0)
        found: Floats = against_normal(self._bases, bases).new.mean(1)
        return found

    def score_samples(self, X: ArrayLike) -> Floats:
        """How normal rows are, the mean over what tells it, in standard deviations of normal rows: (n_samples,)."""
        return -self._oddness(X)

    def decision_function(self, X: ArrayLike) -> Floats:
        """``score_samples`` less ``offset_``: below 0 where a row is odd; (n_samples,)."""
        return self.score_samples(X) - self.offset_

    def p_values(self, X: ArrayLike) -> Floats:
        """The conformal p of each row: (n_samples,).

        The share of normal rows, the new one counted, that are at least as odd. Of many new rows use
        ``scipy.stats.false_discovery_control`` on these.
        """
        return conformal_p(self._oddness(X), self.normal_scores_)

    def predict(self, X: ArrayLike) -> Ints:
        """-1 for odd rows, those with a p of at most ``level``, else 1: (n_samples,)."""
        return np.where(self.decision_function(X) < 0, -1, 1).astype(np.int64)


def _place(run: Path, number: int) -> Path:
    """Where the detector without that fold is."""
    return run / FOLDER / f"fold_{number}"
