"""Train an ensemble in memory, without a run folder: for folds, sweeps and nulls."""

from __future__ import annotations

import math

import torch

from mousaic.config import Config, concrete
from mousaic.device import choose_device, use_threads
from mousaic.images.image_set import ImageSet
from mousaic.images.layout import check_trainable
from mousaic.model.ensemble import Ensemble
from mousaic.training.checkpoint import TrainingState
from mousaic.training.data import TrainingData
from mousaic.training.initial_ensemble import start_ensemble
from mousaic.training.interrupt import Interrupt
from mousaic.training.loop import Loop
from mousaic.training.progress import Progress, Silent
from mousaic.training.steps.backend import choose_backend, make_step


def training_data(images: ImageSet, config: Config) -> TrainingData:
    """All images as the training part, none as the validation part.

    Raises:
        MousaicError: the images are no squares, and the options need them to be.
    """
    check_trainable(images.shape, config)
    device = choose_device(concrete(config).training.device)
    none = torch.zeros(0, images.D, device=device)
    return TrainingData(torch.from_numpy(images.pixels), none, config.augmentation, config.training.seed, device)


def untrained_members(images: ImageSet, config: Config) -> Ensemble:
    """The ensemble as a training on these images would start it, on the training's device."""
    return start_ensemble(config, training_data(images, config))


def train_members(
    images: ImageSet, config: Config, progress: Progress | None = None, start: Ensemble | None = None
) -> Ensemble:
    """An ensemble trained on all of these images, with the bytes that ``mousaic train`` would give.

    Args:
        images: originals to learn from; whatever is to be held out must not be among them.
        config: ``validation`` and ``early_stop`` are left aside: every epoch is trained.
        start: members to go on from, which are changed, in place of new ones.

    Raises:
        MousaicError: the loss broke down, the device is not there, or ``augment`` is ``auto``.
    """
    data = training_data(images, config)
    steps = math.ceil(data.images_per_epoch / config.training.batch_size) * config.training.epochs
    backend = choose_backend(config, data.device, images.D, steps)
    state = TrainingState.start(start_ensemble(config, data) if start is None else start.to(data.device))
    with use_threads(config.training.threads) as threads:
        loop = Loop(
            data,
            config.training,
            make_step=lambda state: make_step(backend, state, config, threads),
            save=lambda state: None,
            after_epoch=lambda state: None,
            progress=progress or Silent(),
            interrupt=Interrupt(),  # never entered: Ctrl-C ends at once, as there is nothing to save
            local=config.model.local,
        )
        loop.run(state)
    return state.ensemble
