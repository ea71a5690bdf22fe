"""A linear model on what features see: what classifier and regressor share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.utils.validation import _check_sample_weight, check_is_fitted  # type: ignore[import-untyped]

from mousaic.arrays import Floats, Pixels, Singles
from mousaic.errors import MousaicError, nearest
from mousaic.estimators.kept_estimator import Learned
from mousaic.estimators.learner import Learner
from mousaic.uses.classify.linear_models import Linear
from mousaic.uses.classify.representations import MADE_OF, TRAINED, represent
from mousaic.uses.classify.representations import Learned as Trained
from mousaic.uses.classify.standard_space import learn_space


class LinearHead(Learner):
    """What :class:`mousaic.estimators.sparse_classifier.SparseAutoencoderClassifier` and
    :class:`mousaic.estimators.sparse_regressor.SparseAutoencoderRegressor` are made of."""

    OWN: ClassVar[tuple[str, ...]] = ("representation", "strength")

    linear_: Linear
    representation: str

    def __init__(
        self,
        features: int | str = "auto",
        k: int | str = "auto",
        *,
        representation: str = "responses",
        strength: float = 30.0,
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
        self.representation = representation
        self.strength = strength
        self.members = members
        self.epochs = epochs
        self.learn = learn
        self.augment = augment
        self.image_shape = image_shape
        self.options = options
        self.device = device
        self.random_state = random_state

    def _fit_head(
        self, rows: Any, values: Any, sample_weight: ArrayLike | None, classes: Sequence[str] | None = None
    ) -> None:
        """Features of the rows that count, and the linear model on them.

        Args:
            values: (N,) what it has to tell.
            classes: (C,) what classes are called, where values are positions in them.
        """
        if self.representation not in TRAINED:
            known = sorted(TRAINED)
            hint = nearest(str(self.representation), known)
            raise MousaicError(f"representation cannot be {self.representation!r}{hint} (known: {', '.join(known)}).")
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, rows, dtype=np.float64)
            if not (weights > 0).any():
                raise ValueError("Sample weights are all zero or below: at least one row has to count.")
            rows, values, weights = rows[weights > 0], values[weights > 0], weights[weights > 0]
        named = None if classes is None else [classes[i] for i in values]
        self._learn(self.layout_.image_set(rows, named))
        seen = self._features(self.layout_.pixels(rows))
        made_of = MADE_OF[self.representation]
        space = learn_space({self.representation: seen}, made_of, np.ones(len(seen), bool))
        linear = self._linear(space.turned(seen), values, weights)
        coef = (linear.weight @ space.turn) * space.scale
        self.linear_ = Linear(coef, linear.bias - coef @ space.mean)

    def _linear(self, x: Floats, values: Any, weights: Floats | None) -> Linear:
        """The model on numbers (n, F) of one scale."""
        raise NotImplementedError

    def _features(self, pixels: Pixels) -> Floats:
        """(n, F)"""
        return represent(Trained(members=self.model_.ensemble), pixels, [self.representation])[self.representation]

    def _scores(self, X: ArrayLike) -> Singles:
        """(n, C), or (n, 1); no more exact than the features' float32 numbers are."""
        check_is_fitted(self)
        seen = self._features(self.layout_.pixels(self._rows(X, reset=False)))
        return self.linear_.scores(seen).astype(np.float32)

    def _learned(self, run: Path) -> Learned:
        arrays = {name: torch.from_numpy(array) for name, array in self.linear_._asdict().items()}
        return Learned(getattr(self, "classes_", None), arrays)

    def _recall(self, learned: Learned, run: Path) -> None:
        weight, bias = (learned.arrays[name].double().numpy() for name in Linear._fields)
        rows = 1 if learned.classes is None else len(learned.classes)
        if self.representation not in TRAINED or bias.shape != (rows,) or weight.ndim != 2 or len(weight) != rows:
            raise ValueError("its arrays do not fit together")
        self.linear_ = Linear(weight, bias)
        blank = np.zeros((1, *self.model_.card.shape), np.float32)
        if self._features(blank).shape[1] != weight.shape[1]:
            raise ValueError("its weights are not those of its features")

    @property
    def coef_(self) -> Floats:
        """(n_outputs, n_codes): the weight of what each feature sees."""
        check_is_fitted(self)
        return self.linear_.weight

    @property
    def intercept_(self) -> Floats:
        """(n_outputs,)"""
        check_is_fitted(self)
        return self.linear_.bias
