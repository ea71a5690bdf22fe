"""A run folder as a fitted estimator."""

from __future__ import annotations

import dataclasses
from typing import Any

from mousaic.config import Config, config_for
from mousaic.estimators.conv_sparse_autoencoder import ConvSparseAutoencoder
from mousaic.estimators.kept_training import kept_of
from mousaic.estimators.row_layout import RowLayout
from mousaic.estimators.row_transformer import RowTransformer
from mousaic.estimators.sparse_autoencoder import SparseAutoencoder
from mousaic.estimators.training_options import IN_MEMORY, SHAPELESS
from mousaic.runs.run import Run


def estimator_of(run: Run) -> RowTransformer:
    """The transformer whose ``fit`` is the run's training, fitted: it has the run's very model.

    Parameters of the run that are no parameters of the estimator stand in ``options``; how files become images is left
    to :meth:`mousaic.runs.run.Run.load_images`.

    Raises:
        MousaicError: the run is not finished, or a file of it is damaged.
    """
    config, model = run.config, run.model
    kind: type[RowTransformer] = ConvSparseAutoencoder if config.model.model == "conv" else SparseAutoencoder
    channels, height, width = model.card.shape
    shape = None if height == 1 else (height, width) if channels == 1 else (height, width, channels)
    made = kind(**_parameters(kind, config, shape))
    made.model_, made.layout_ = model, RowLayout(shape, shape is not None)
    made.n_features_in_, made._seed = channels * height * width, config.training.seed
    made._kept = kept_of(run)
    made.history_, made.n_iter_ = made._kept.history, int(run.summary["epochs"])
    return made


def _parameters(kind: type[RowTransformer], config: Config, shape: tuple[int, ...] | None) -> dict[str, Any]:
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
    return own | {
        "validation": flat["validation"], "random_state": flat["seed"], "image_shape": shape, "options": others or None,
    }  # fmt: skip
