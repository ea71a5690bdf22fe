"""What all estimators share: parameters that are only stored, rows that are checked, members that are learned."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted, validate_data  # type: ignore[import-untyped]

from mousaic.arrays import Mask
from mousaic.config import Config
from mousaic.console import silent
from mousaic.errors import MousaicError
from mousaic.estimators.kept_estimator import Kept, Learned, keep_estimator, told_classes
from mousaic.estimators.kept_training import KeptTraining, keep_training, save_as_run
from mousaic.estimators.row_layout import RowLayout, flattened, settled_layout
from mousaic.estimators.training_options import config_of_rows, plain, seed_of
from mousaic.images.image_set import ImageSet
from mousaic.model.store import Model
from mousaic.pipeline.run_input import split
from mousaic.pipeline.trained_model import trained_model
from mousaic.runs.run import Run
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import Training, begin, complete

KINDS = (np.float64, np.float32, np.uint8, np.uint16)
"""Types of numbers that rows keep; all others become the first. Whole ones say what is white of images."""


class Learner(BaseEstimator):  # type: ignore[misc]
    """An estimator that learns members from rows; what its parameters are is said where
    :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder` is."""

    OPTIONS: ClassVar[tuple[str, ...]] = ("features", "k", "members", "epochs", "learn", "augment")
    """Parameters that are options of a training by the same name."""
    OWN: ClassVar[tuple[str, ...]] = ()
    """Parameters that no training knows."""
    ALWAYS: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """Options that make the estimator what it is."""
    OF_IMAGES: ClassVar[bool] = False
    """Whether rows have to be images."""

    image_shape: Sequence[int] | None
    options: Mapping[str, Any] | None
    device: str
    random_state: Any
    layout_: RowLayout
    model_: Model
    n_features_in_: int
    n_iter_: int
    history_: list[dict[str, float]]
    _seed: int
    _kept: KeptTraining
    _state: TrainingState | None

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "model_")

    def _config(self, images: ImageSet, validation: float = 0.0) -> Config:
        """The parameters of a training on these rows."""
        own = {name: getattr(self, name) for name in self.OPTIONS} | {"device": self.device, **self.ALWAYS}
        for name in self.options or {}:
            if name in own:
                raise MousaicError(f"{name} is a parameter of its own: leave it out of options.")
        return config_of_rows(images, own | dict(self.options or {}), self._seed, validation)

    def _rows(self, X: Any, reset: bool, least: int = 1, **more: Any) -> Any:
        """Rows that are checked as scikit-learn checks them; with ``y`` both of them.

        Args:
            reset: what the rows are like is learned, not checked.
            least: rows that there must be.
        """
        rows, shape = flattened(X)
        found = validate_data(self, rows, reset=reset, ensure_min_samples=least, dtype=list(KINDS), **more)
        if reset:
            self.layout_ = settled_layout(self.n_features_in_, shape, self.image_shape, self.OF_IMAGES)
            self._seed = seed_of(self.random_state)
        elif shape is not None:
            settled_layout(self.n_features_in_, shape, self.layout_.shape)
        return found

    def _learn(self, images: ImageSet, validation: float = 0.0) -> None:
        """Members of these rows, and what is kept of their training."""
        config, held_out = split(self._config(images, validation), images, silent)
        training = complete(begin(images, config, held_out), images, config)
        self._adopt(config, images, held_out, training)

    def _adopt(
        self, config: Config, images: ImageSet, held_out: Mask, training: Training, before: KeptTraining | None = None
    ) -> None:
        """Take what a training ended with, on the processor; ``before`` is what an earlier one left."""
        state, data = training
        model = trained_model(images, config, state.ensemble, data)
        self._kept = keep_training(config, images, held_out, training, model).after(before)
        self._state = moved(state, "cpu")
        self.model_ = dataclasses.replace(model, training_mean=model.training_mean.cpu())
        self.history_, self.n_iter_ = self._kept.history, state.epoch

    def save(self, path: str | Path, *, overwrite: bool = False) -> Run:
        """Leave a run folder, as ``mousaic train`` does: every command opens it, and ``run.to_estimator()`` gives the
        estimator back.

        Parameters
        ----------
        path : str or Path
            The folder, which is not there yet.
        overwrite : bool, default=False
            Replace a run that is there.

        Returns
        -------
        run : mousaic.Run
            It has the training's curve, but no pictures of rows: these are not kept, but for those that a detector
            compares with.
        """
        check_is_fitted(self)
        told_classes(getattr(self, "classes_", None))  # refused before a folder is begun
        return save_as_run(path, self.model_, self._kept, overwrite, self._keep)

    def _keep(self, run: Path) -> None:
        """Write what is known beside the members."""
        names = getattr(self, "feature_names_in_", None)
        own = {name: plain(getattr(self, name)) for name in self.OWN}
        columns = None if names is None else tuple(map(str, names))
        keep_estimator(run, Kept(type(self).__name__, own, self.layout_, columns, self._learned(run)))

    def _learned(self, run: Path) -> Learned:
        """What else was learned; what does not go into one file is written into the folder of the run."""
        return Learned()

    def _recall(self, learned: Learned, run: Path) -> None:
        """The inverse: learn it from what was kept.

        Raises:
            ValueError, KeyError: it is not all there, or does not fit together.
            MousaicError: a file in the folder is damaged.
        """


def moved(state: TrainingState, device: Any) -> TrainingState:
    """The state on another device, to be gone on with there; in place."""
    state.ensemble.to(device).requires_grad_(False)
    state.adam.settle()  # the next rows may be learned by another step, at another step size
    for tensors in (state.memory, state.adam.first, state.adam.second):
        tensors.update({name: tensor.to(device) for name, tensor in tensors.items()})
    return state
