"""The ensemble as a training starts it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.memory import row_blocks
from mousaic.model.code_kinds import one_pass
from mousaic.model.ensemble import Ensemble
from mousaic.model.initial_filters import filters_of_windows, orthogonal_filters
from mousaic.model.initialise import fitted_length, from_windows, length_for, orthogonal
from mousaic.model.member_parts import PLACES, WINDOWED, Parts, Sparsity, capabilities_of, parts_of
from mousaic.model.placing import need_room
from mousaic.training.data import TrainingData
from mousaic.training.needs import placing_for

SETTLING = 1024
"""So many images at most, by which thresholds start."""


def check_parts(config: Config) -> None:
    """Raise unless there are such parts, and they go together, and with ``--local``."""
    parts = parts_of(config.model)
    able = capabilities_of(parts)
    if config.sides and WINDOWED not in able:
        raise MousaicError(
            f"Windows need features that are rows of weights, which {', '.join(parts.names)} have not: "
            "add --model whole."
        )


def start_ensemble(config: Config, data: TrainingData) -> Ensemble:
    """Untrained members for these training images, on the training's device, without gradients.

    Windows are taken from the images of the first epochs, copies included: of as many as give each feature its own.
    Their length is fitted to the first epoch's images.

    Raises:
        MousaicError: there are no such parts, or they do not go together, or with ``--local``.
    """
    check_parts(config)
    model, seed, parts = config.model, config.training.seed, parts_of(config.model)
    if PLACES in capabilities_of(parts):
        return _start_filters(config, data, parts)
    mean = data.flat_originals.mean(0).cpu()
    if model.init == "windows":
        fresh = config.augmentation.augment == "fresh"
        epochs = math.ceil(model.features / data.images_per_epoch) if fresh else 1
        drawn = [data.images(epoch).cpu() for epoch in range(min(epochs, config.training.epochs))]
        images = torch.cat(drawn) if len(drawn) > 1 else drawn[0]
        rows = from_windows(images, data.shape, model.members, model.features, seed, config.sides, mean)
        for member in rows:
            member *= fitted_length(member, _blocks_of(images[: data.images_per_epoch], mean), model.k)
    else:
        rows = orthogonal(model.members, model.features, len(mean), seed)
    ensemble = Ensemble.of_rows(rows, model.k, mean if model.center else None, parts, seed)
    ensemble = ensemble.to(data.device).requires_grad_(False)
    if type(ensemble.sparsity).settle is not Sparsity.settle:
        ensemble.settle(data.images(0)[:SETTLING])
    return ensemble


def _start_filters(config: Config, data: TrainingData, parts: Parts) -> Ensemble:
    """Untrained members of filters at places, whose length is fitted to the first epoch's images, too."""
    model, seed = config.model, config.training.seed
    placing = placing_for(config, data.shape)
    assert placing is not None
    need_room(placing, model.k)
    images, mean = data.images(0).cpu(), data.flat_originals.mean(0).cpu()
    if model.init == "windows":
        filters = filters_of_windows(images, placing, model.members, seed, mean)
    else:
        filters = orthogonal_filters(placing, model.members, seed)
    center = mean if model.center else None
    ensemble = Ensemble.of_rows(filters, model.k, center, parts._replace(placing=placing), seed).requires_grad_(False)
    if model.init == "windows":
        free = Ensemble.of_rows(filters, model.k, None, ensemble.parts).requires_grad_(False)
        for member, own in enumerate(ensemble.values["filters"].data):
            make = one_pass(free.member(member))
            own *= length_for((x, make(x)[1][0]) for x in _blocks_of(images, mean))
    return ensemble.to(data.device)


def _blocks_of(images: Tensor, mean: Tensor) -> Iterator[Tensor]:
    """Images (n, D) less their mean, some at a time."""
    return (images[some] - mean for some in row_blocks(len(images), images.shape[1]))
