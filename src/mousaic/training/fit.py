"""The one core that trains: used by the command, and by all that trains in memory for folds, sweeps and nulls."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch

from mousaic.arrays import Mask
from mousaic.config import Config, concrete
from mousaic.device import choose_device, use_threads
from mousaic.images.image_set import ImageSet
from mousaic.images.layout import check_trainable
from mousaic.images.mapped import LARGE, rows_of
from mousaic.memory import give_back
from mousaic.model.ensemble import Ensemble
from mousaic.training.blocked_data import BlockedData
from mousaic.training.checkpoint import TrainingState
from mousaic.training.data import TrainingData, images_per_epoch
from mousaic.training.division import ONE_PROCESS, Division
from mousaic.training.initial_ensemble import check_parts, start_ensemble
from mousaic.training.interrupt import Interrupt
from mousaic.training.loop import Loop
from mousaic.training.needs import check_memory
from mousaic.training.progress import Progress, Silent
from mousaic.training.steps.backend import choose_backend
from mousaic.training.steps.foretelling import learn_to_foretell


class Training(NamedTuple):
    """A training that can go on: where it stands, and the images it sees."""

    state: TrainingState
    data: TrainingData


def training_data(
    images: ImageSet, config: Config, held_out: Mask | None = None, before: Ensemble | None = None
) -> TrainingData:
    """The images of a training.

    Args:
        held_out: (N,) which of them are the validation part (default: none).
        before: a model of one member, where what it leaves over is to be learned.

    Raises:
        MousaicError: the device is not there, ``augment`` is ``auto``, or the images are no squares and the options
            need them to be.
    """
    check_trainable(images.shape, config)
    device = choose_device(concrete(config).training.device)
    mine = np.ones(len(images), bool) if held_out is None else ~held_out
    own = None if before is None else before.to(device)
    parts = (torch.from_numpy(rows_of(images.pixels, np.flatnonzero(part), images.beside)) for part in (mine, ~mine))
    originals, held = parts
    kind = BlockedData if in_blocks(images, config) else TrainingData
    flat = held.flatten(1).to(device)
    data = kind(originals, flat, config.augmentation, config.training.seed, device, own, images.beside)
    data.validation = data.left_of(data.validation)
    return data


def in_blocks(images: ImageSet, config: Config) -> bool:
    """Whether a training on this set is to go through it in blocks."""
    if config.training.order != "auto":
        return config.training.order == "blocks"
    size = 4 * images.D
    return size * len(images) > LARGE or size * images_per_epoch(len(images), config.augmentation) > 4 * LARGE


def begin(
    images: ImageSet,
    config: Config,
    held_out: Mask | None = None,
    start: Ensemble | None = None,
    before: Ensemble | None = None,
) -> Training:
    """A training before its first step.

    Args:
        start: members to go on from, which are changed, in place of new ones.
        before: as of :func:`training_data`.

    Raises:
        MousaicError: as :func:`training_data`, or there is no memory for such a training.
    """
    check_trainable(images.shape, config)
    check_memory(concrete(config), images.shape)
    data = training_data(images, config, held_out, before)
    ensemble = start_ensemble(config, data) if start is None else start.to(data.device)
    give_back()
    return Training(TrainingState.start(ensemble, "topk" if config.by_gradients else "omp"), data)


def proceed(
    training: Training,
    config: Config,
    backend: str,
    threads: int,
    *,
    save: Callable[[TrainingState], None] = lambda state: None,
    after_epoch: Callable[[TrainingState], None] = lambda state: None,
    progress: Progress | None = None,
    interrupt: Interrupt | None = None,
    division: Division = ONE_PROCESS,
    judged: bool = True,
) -> None:
    """Train from where the state stands to the last epoch, or to the early stop; in place. Then :func:`conclude`.

    Args:
        backend: of :func:`mousaic.training.steps.backend.choose_backend`.
        save, after_epoch, progress, interrupt: of :class:`mousaic.training.loop.Loop`. Without an interrupt Ctrl-C ends
            at once, as there is nothing to save.
        division: who trains the members.
        judged: of :class:`mousaic.training.loop.Loop`.

    Raises:
        Interrupted: the user asked to stop; the state was saved first.
        MousaicError: the loss broke down.
    """
    state, data = training
    loop = Loop(
        data,
        config.training,
        make_step=lambda state: division.make_step(backend, state, config, threads),
        save=save,
        after_epoch=after_epoch,
        progress=progress or Silent(),
        interrupt=interrupt or Interrupt(),
        sides=config.sides,
        division=division,
        judged=judged,
    )
    loop.progress.start(state.epoch, config.training.epochs)
    try:
        loop.run(state)
    finally:
        loop.progress.finish()


def conclude(training: Training, config: Config) -> None:
    """What follows from the learned features, once no more of them will change; in place."""
    if not config.by_gradients:
        learn_to_foretell(training.state.ensemble, training.data, config.training.epochs)


def backend_for(images: ImageSet, config: Config, device: torch.device, originals: int) -> str:
    """How the steps of a training on so many originals are computed.

    Raises:
        MousaicError: the parts of its members, or how it is to be computed, cannot be had.
    """
    check_parts(config)
    each = images_per_epoch(originals, config.augmentation)
    steps = math.ceil(each / config.training.batch_size) * config.training.epochs
    return choose_backend(config, device, images.D, steps)


def untrained_members(images: ImageSet, config: Config) -> Ensemble:
    """The ensemble as a training on these images would start it, on the training's device."""
    return begin(images, config).state.ensemble


def train_members(
    images: ImageSet,
    config: Config,
    progress: Progress | None = None,
    start: Ensemble | None = None,
    before: Ensemble | None = None,
    after_epoch: Callable[[TrainingState], None] = lambda state: None,
    concluded: bool = True,
) -> Ensemble:
    """An ensemble trained on all of these images, with the bytes that ``mousaic train`` would give.

    Args:
        images: originals to learn from; whatever is to be held out must not be among them.
        config: ``validation`` and ``early_stop`` are left aside: every epoch is trained.
        start: members to go on from, which are changed, in place of new ones.
        before: a model of one member, where what it leaves over is to be learned.
        after_epoch: of :class:`mousaic.training.loop.Loop`.
        concluded: with what follows from the learned features; they are the same without.

    Raises:
        MousaicError: the loss broke down, the device is not there, or ``augment`` is ``auto``.
    """
    training = begin(images, config, start=start, before=before)
    return complete(training, images, config, progress, after_epoch, concluded, judged=False).state.ensemble


def complete(
    training: Training,
    images: ImageSet,
    config: Config,
    progress: Progress | None = None,
    after_epoch: Callable[[TrainingState], None] = lambda state: None,
    concluded: bool = True,
    judged: bool = True,
) -> Training:
    """The training brought to its end in memory: the one given, changed in place.

    Args:
        images: what it was begun with.
        progress, after_epoch, concluded: as of :func:`train_members`.
        judged: of :class:`mousaic.training.loop.Loop`.

    Raises:
        MousaicError: the loss broke down.
    """
    backend = backend_for(images, config, training.data.device, len(training.data.originals))
    with use_threads(config.training.threads) as threads:
        proceed(training, config, backend, threads, after_epoch=after_epoch, progress=progress, judged=judged)
        if concluded:
            conclude(training, config)
    return training
