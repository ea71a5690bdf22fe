"""A run folder brought to its end: trained from where it stands, finished, and reported on."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext

import numpy as np

from mousaic.arrays import Mask
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.memory import give_back
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import tensors_of
from mousaic.model.tensor_files import check_finite, read_checked, write_tensors
from mousaic.pipeline.augmentation_choice import settle_augmentation
from mousaic.pipeline.follow_up import follow_up
from mousaic.pipeline.links import model_before, whole_of
from mousaic.pipeline.memory_errors import enough_memory
from mousaic.pipeline.model_choice import settle_model
from mousaic.pipeline.parts_beside import parts_beside
from mousaic.pipeline.quick_check import quick_check
from mousaic.pipeline.run_outputs import finish_run, write_epoch
from mousaic.pipeline.trained_model import trained_model
from mousaic.runs.going_on import batches_over, going_on
from mousaic.runs.run import Run
from mousaic.said import Say, told
from mousaic.training.checkpoint import Course, TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData
from mousaic.training.division import ONE_PROCESS, Division
from mousaic.training.fit import Training, begin, conclude, proceed, training_data
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loggers.epoch_logs import EpochLogs, Logged
from mousaic.training.loop import best_epoch
from mousaic.training.progress import Progress
from mousaic.training.ranks.lost import Lost

Watch = Callable[[TrainingState, str], None]
BEST = "best.safetensors"
"""Beside the checkpoint: the weights of the best epoch, where training may stop early."""


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
    division: Division = ONE_PROCESS,
) -> Run:
    """Train from the run's checkpoint, or from the start where there is none, finish the run and report on it.

    Args:
        division: who trains the members; all else is done here.
    """
    # The number that began the run: sums may round otherwise with another.
    with use_threads(run.record["threads"]) as threads:
        run = _settled(run, images, held_out, say)
        watch = _watch(run, images, held_out, say, live, lang)
        with parts_beside(run, images, held_out) if report else nullcontext() as parts:
            training, before = _train_with(threads, run, images, held_out, progress, watch, division)
            check = quick_check(run, images, held_out, say, progress.stage, training.state.epoch)
            with check if report and quick_trust else nullcontext() as agreement:
                _finish(run, training, before, images, held_out, watch)
                del training, before  # what follows needs the memory
                _say_if_compiled_anew(say)
                if report:
                    follow_up(run, images, say, lang, progress.stage, agreement, parts)
        progress.finish()
    return run


def _say_if_compiled_anew(say: Say) -> None:
    compiler = sys.modules.get("mousaic.model.fast.compiler")  # there only where something was compiled
    if compiler is not None and compiler.compiled_anew():
        say(told("compiled_anew"))


def _settled(run: Run, images: ImageSet, held_out: Mask, say: Say) -> Run:
    """The run with what ``--model auto`` and ``--augment auto`` chose, from its training part alone."""
    try:
        with enough_memory(run.config):
            if run.config.augmentation.augment != "auto" and run.config.model.model != "auto":
                return run
            own = images.subset(np.flatnonzero(~held_out))
            return settle_augmentation(settle_model(run, own, say), own, say)
    except KeyboardInterrupt:
        raise Interrupted(run.place) from None


def _train_with(
    threads: int, run: Run, images: ImageSet, held_out: Mask, progress: Progress, watch: Watch, division: Division
) -> tuple[Training, Ensemble | None]:
    """The training, at its end, and the model before it."""
    config = run.config
    try:
        with enough_memory(config), Interrupt() as interrupt:
            before = model_before(run)
            training = begin(images, config, held_out, before=before)
            state, data = training
            if os.path.lexists(run.checkpoint):
                load_checkpoint(run.checkpoint, state, _course(run, data))

            def after_epoch(state: TrainingState) -> None:
                write_epoch(run, state, whole_of(before, state.ensemble), data, images, held_out)
                logs.epoch(state.history[-1])
                watch(state, "training")

            watch(state, "training")
            with closing(_logs(run, state)) as logs:
                proceed(
                    training,
                    config,
                    run.record["backend"],
                    threads,
                    save=lambda state: _save(run, state),
                    after_epoch=after_epoch,
                    progress=progress,
                    interrupt=interrupt,
                    division=division,
                )
                division.end()
    except Lost:
        with_any = ", with any number of processes" if batches_over(run.record) == 1 else ""
        raise Lost(
            f"One of the processes has ended before the training of {run.place} was done: go on from the last "
            f"checkpoint{with_any}, with {going_on(run.record, run.place)}"
        ) from None
    except Interrupted:
        watch(state, "stopped")
        raise Interrupted(run.place) from None
    if config.training.early_stop and best_epoch(state.history) < state.epoch:
        _restore_best(run, state)
    conclude(training, config)
    give_back()
    return training, before


def _finish(
    run: Run, training: Training, before: Ensemble | None, images: ImageSet, held_out: Mask, watch: Watch
) -> None:
    """All that belongs to the run itself."""
    config, (state, data) = run.config, training
    plain = data if before is None else training_data(images, config, held_out)
    ensemble = whole_of(before, state.ensemble)
    model = trained_model(images, config, ensemble, plain)
    finish_run(run, model, state, data, plain, images, held_out)
    watch(state, "finished")


def _logs(run: Run, state: TrainingState) -> EpochLogs:
    """Those that the run was begun with."""
    groups = (group for group in run.record["config"].values() if isinstance(group, dict))
    parameters = {name: value for group in groups for name, value in group.items()}
    training = Logged(run.path / "logs", run.name, run.mark, parameters, state.history)
    return EpochLogs(run.record.get("logs", ()), training)


def _course(run: Run, data: TrainingData) -> Course:
    """What the run's checkpoints may say."""
    options, images = run.config.training, data.images_per_epoch
    return Course(run.mark, options.epochs, math.ceil(images / options.batch_size), images)


def _save(run: Run, state: TrainingState) -> None:
    """The checkpoint; before it, with early stopping, the best weights so far, so that neither is ever missing."""
    if run.config.training.early_stop and state.batch == 0 and best_epoch(state.history) == state.epoch:
        run.checkpoint.parent.mkdir(exist_ok=True)
        notes = {"kind": "mousaic best weights", "run": run.mark, "epoch": str(state.epoch)}
        write_tensors(run.checkpoint.with_name(BEST), tensors_of(state.ensemble), notes)
    save_checkpoint(run.checkpoint, state, run.mark)


def _restore_best(run: Run, state: TrainingState) -> None:
    """The weights of the best epoch into the ensemble.

    Raises:
        MousaicError: their file is missing, changed, or not of this run, epoch or shape.
    """
    path = run.checkpoint.with_name(BEST)
    best, notes = read_checked(path, required=bool(run.mark))
    whose = notes.get("run", ""), notes.get("epoch", "")
    expected = (run.mark, str(best_epoch(state.history))) if run.mark or any(whose) else whose
    shapes = [{name: (t.shape, t.dtype) for name, t in of.items()} for of in (best, tensors_of(state.ensemble))]
    if whose != expected or shapes[0] != shapes[1]:
        raise MousaicError(f"{path} does not hold this run's best weights: restore it from a copy, or train again.")
    check_finite(path, best)
    for name, parameter in state.ensemble.named_parameters():
        parameter.data.copy_(best[name])


def _watch(run: Run, images: ImageSet, held_out: Mask, say: Say, live: bool, lang: str) -> Watch:
    """What renews the live page, or nothing."""
    if not live:
        return lambda state, status: None
    from mousaic.report.live.live_page import FILE, write_live

    say(told("watch_live", page=str(run.path / FILE)))
    before = model_before(run)

    def watch(state: TrainingState, status: str) -> None:
        write_live(run, state, whole_of(before, state.ensemble), images, held_out, status, lang)

    return watch
