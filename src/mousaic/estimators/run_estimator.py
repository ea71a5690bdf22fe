"""A run folder as a fitted estimator."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from mousaic.config import Config, config_for
from mousaic.errors import MousaicError
from mousaic.estimators.conv_sparse_autoencoder import ConvSparseAutoencoder
from mousaic.estimators.kept_estimator import Kept, Learned, read_estimator, unusable
from mousaic.estimators.kept_training import kept_of
from mousaic.estimators.learner import Learner
from mousaic.estimators.row_layout import RowLayout
from mousaic.estimators.row_transformer import RowTransformer
from mousaic.estimators.sparse_autoencoder import SparseAutoencoder
from mousaic.estimators.sparse_classifier import SparseAutoencoderClassifier
from mousaic.estimators.sparse_detector import SparseAutoencoderDetector
from mousaic.estimators.sparse_regressor import SparseAutoencoderRegressor
from mousaic.estimators.training_options import IN_MEMORY, SHAPELESS
from mousaic.model.store import Model
from mousaic.runs.run import Run

KINDS: dict[str, type[Learner]] = {
    kind.__name__: kind
    for kind in (
        SparseAutoencoder, ConvSparseAutoencoder, SparseAutoencoderClassifier, SparseAutoencoderRegressor,
        SparseAutoencoderDetector,
    )
}  # fmt: skip


def estimator_of(run: Run) -> Learner:
    """The estimator that left the run; of any other run the transformer whose ``fit`` is the run's training.

    It is fitted: it has the run's very model. Parameters of the run that are no parameters of the estimator stand in
    ``options``; how files become images is left to :meth:`mousaic.runs.run.Run.load_images`.

    Raises:
        MousaicError: the run is not finished, or a file of it is damaged.
    """
    config, model = run.config, run.model
    kept = read_estimator(run.path) or _transformer_of(run)
    kind = KINDS.get(kept.estimator)
    if kind is None or set(kept.parameters) != set(kind.OWN) or _numbers(kept.layout, model) != model.card.shape:
        raise unusable(run.path, "it is of an unknown kind, or not of this model")
    made = kind(**_parameters(kind, config, kept.layout.shape) | kept.parameters)
    made.model_, made.layout_ = model, kept.layout
    made.n_features_in_, made._seed = math.prod(model.card.shape), config.training.seed
    if kept.columns is not None:
        made.feature_names_in_ = np.array(kept.columns, object)
    made._kept = kept_of(run)
    made.history_, made.n_iter_ = made._kept.history, int(run.summary["epochs"])
    try:
        made._recall(kept.learned, run.path)
    except (KeyError, ValueError, TypeError, RuntimeError, MousaicError) as error:
        raise unusable(run.path, str(error)[:200].rstrip(".")) from error
    return made


def _transformer_of(run: Run) -> Kept:
    """What there is to know of a run that no estimator left."""
    channels, height, width = run.model.card.shape
    shape = None if height == 1 else (height, width) if channels == 1 else (height, width, channels)
    kind = ConvSparseAutoencoder if run.config.model.model == "conv" else SparseAutoencoder
    own = {name: value for name, value in kind().get_params().items() if name in kind.OWN}
    return Kept(kind.__name__, own, RowLayout(shape, shape is not None), None, Learned())


def _numbers(layout: RowLayout, model: Model) -> tuple[int, ...]:
    """The shape that the model of such rows has."""
    if layout.shape is None:
        return 1, 1, model.card.shape[2]
    height, width, *channels = layout.shape
    return channels[0] if channels else 1, height, width


def _parameters(kind: type[Learner], config: Config, shape: tuple[int, ...] | None) -> dict[str, Any]:
    """The constructor's arguments for such a training: those that say otherwise than the defaults in ``options``."""
    flat = config.flat()
    own = {name: flat[name] for name in kind.OPTIONS} | {"device": flat["device"]}
    usual = config_for(**(dict(kind.ALWAYS) | ({} if shape else SHAPELESS))).flat()
    of_files = {field.name for field in dataclasses.fields(config.images)}
    others = {
        name: value
        for name, value in flat.items()
        if name not in {*own, *of_files, *kind.ALWAYS, *IN_MEMORY} and value != usual[name]
    }
    rest = {"random_state": flat["seed"], "image_shape": shape, "options": others or None}
    return own | rest | ({"validation": flat["validation"]} if issubclass(kind, RowTransformer) else {})
