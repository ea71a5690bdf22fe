"""A run folder brought to its end: trained from where it stands, finished, and reported on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mousaic.arrays import Mask
from mousaic.config import Config
from mousaic.device import use_threads
from mousaic.files import whole_file
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import Model, ModelCard, load_tensors, save_tensors
from mousaic.model.threshold_codes import batch_threshold
from mousaic.pipeline.augmentation_choice import settle_augmentation
from mousaic.pipeline.memory_errors import enough_memory
from mousaic.pipeline.model_choice import settle_model
from mousaic.pipeline.quick_check import check_quickly
from mousaic.pipeline.results import write_results
from mousaic.pipeline.run_outputs import finish_run, write_epoch
from mousaic.runs.run import Run
from mousaic.said import Say, told
from mousaic.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData
from mousaic.training.fit import begin, conclude, proceed
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loop import best_epoch
from mousaic.training.progress import Progress

Watch = Callable[[TrainingState, str], None]


def train_run(
    run: Run,
    images: ImageSet,
    held_out: Mask,
    progress: Progress,
    say: Say,
    live: bool,
    report: bool,
    lang: str = "en",
    quick_trust: bool = True,
) -> Run:
    """Train from the run's checkpoint, or from the start where there is none, finish the run and report on it."""
    # The number that began the run: sums may round otherwise with another.
    with use_threads(run.record["threads"]) as threads:
        run = _settled(run, images, held_out, say)
        _train_with(threads, run, images, held_out, progress, _watch(run, images, held_out, say, live, lang))
        if report and quick_trust:
            check_quickly(run, images, held_out, say)
        if report:
            write_results(run, images, say, lang)
    return run


def _settled(run: Run, images: ImageSet, held_out: Mask, say: Say) -> Run:
    """The run with what ``--model auto`` and ``--augment auto`` chose, from its training part alone."""
    try:
        with enough_memory(run.config):
            own = images.subset(np.flatnonzero(~held_out))
            return settle_augmentation(settle_model(run, own, say), own, say)
    except KeyboardInterrupt:
        raise Interrupted(run.path) from None


def _train_with(threads: int, run: Run, images: ImageSet, held_out: Mask, progress: Progress, watch: Watch) -> Run:
    config = run.config
    try:
        with enough_memory(config), Interrupt() as interrupt:
            training = begin(images, config, held_out)
            state, data = training
            if run.checkpoint.is_file():
                load_checkpoint(run.checkpoint, state)

            def after_epoch(state: TrainingState) -> None:
                write_epoch(run, state, data, images, held_out)
                watch(state, "training")

            watch(state, "training")
            proceed(
                training,
                config,
                run.record["backend"],
                threads,
                save=lambda state: _save(run, state),
                after_epoch=after_epoch,
                progress=progress,
                interrupt=interrupt,
            )
    except Interrupted:
        watch(state, "stopped")
        raise Interrupted(run.path) from None
    if config.training.early_stop and best_epoch(state.history) < state.epoch:
        _restore_best(run, state)
    conclude(training, config)
    model = Model(state.ensemble, _card(images, config, state.ensemble, data), data.flat_originals.mean(0))
    finish_run(run, model, state, data, images, held_out)
    watch(state, "finished")
    return run


def _save(run: Run, state: TrainingState) -> None:
    """The checkpoint; before it, with early stopping, the best weights so far, so that neither is ever missing."""
    if run.config.training.early_stop and state.batch == 0 and best_epoch(state.history) == state.epoch:
        run.checkpoint.parent.mkdir(exist_ok=True)
        with whole_file(run.checkpoint.with_name("best.safetensors")) as partial:
            save_tensors(partial, state.ensemble)
    save_checkpoint(run.checkpoint, state)


def _restore_best(run: Run, state: TrainingState) -> None:
    best = load_tensors(run.checkpoint.with_name("best.safetensors"))
    for name, parameter in state.ensemble.named_parameters():
        parameter.data.copy_(best[name])


def _card(images: ImageSet, config: Config, ensemble: Ensemble, data: TrainingData) -> ModelCard:
    model = config.model
    shape = (int(images.shape[0]), int(images.shape[1]), int(images.shape[2]))
    # Training images have fewer features above a threshold than others do, as features remember them.
    unseen = data.validation if len(data.validation) else data.flat_originals
    thresholds = tuple(batch_threshold(ensemble, unseen).tolist())
    return ModelCard(
        shape,
        model.members,
        ensemble.features,
        model.k,
        model.center,
        config.images,
        images.limits,
        thresholds,
        *ensemble.parts,
    )


def _watch(run: Run, images: ImageSet, held_out: Mask, say: Say, live: bool, lang: str) -> Watch:
    """What renews the live page, or nothing."""
    if not live:
        return lambda state, status: None
    from mousaic.report.live.live_page import FILE, write_live

    say(told("watch_live", page=str(run.path / FILE)))
    return lambda state, status: write_live(run, state, images, held_out, status, lang)
