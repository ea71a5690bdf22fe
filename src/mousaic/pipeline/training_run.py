"""The main job, end to end: images in, a finished run folder out."""

from __future__ import annotations

import dataclasses
import math
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

from mousaic.config import Config
from mousaic.console import silent
from mousaic.device import choose_device, use_threads
from mousaic.errors import MousaicError
from mousaic.files import whole_file
from mousaic.images.augmentation_policies import refuse_strengths
from mousaic.images.image_set import ImageSet, load_images
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import Model, ModelCard, load_tensors, save_tensors
from mousaic.model.threshold_codes import batch_threshold
from mousaic.pipeline.augmentation_choice import settle_augmentation
from mousaic.pipeline.results import write_results
from mousaic.pipeline.run_input import config_of, images_again, source_of, split, split_rows
from mousaic.pipeline.run_outputs import finish_run, write_epoch
from mousaic.runs.run import Run, create_run, open_run
from mousaic.runs.targets import check_new_folder, free_name
from mousaic.said import Say, told
from mousaic.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData, images_per_epoch
from mousaic.training.initial_ensemble import start_ensemble
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loop import Loop, best_epoch
from mousaic.training.progress import Progress, Silent
from mousaic.training.steps.backend import choose_backend, make_step
from mousaic.version import __version__

Watch = Callable[[TrainingState, str], None]


def train(
    data: str | Path | ImageSet,
    *,
    preset: str = "default",
    out: str | Path | None = None,
    overwrite: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    say: Say = silent,
    live: bool = False,
    report: bool = True,
    **options: Any,
) -> Run:
    """Train an ensemble on a folder or table of images and leave a run folder.

    Args:
        data: a folder, a CSV/TSV table, what :func:`mousaic.load_images` returned, or
            :meth:`ImageSet.from_arrays <mousaic.images.image_set.ImageSet.from_arrays>` of square grids.
        preset: ``"default"`` or ``"report"``.
        out: the run folder (default: ``runs/<name of the data>``, numbered if taken).
        overwrite: replace ``out`` if it is a run.
        strict: treat every skipped file as an error.
        progress: told of batches and epochs (default: silent).
        say: told what a person should know, one thing after another (default: silent); ``say=print`` prints it.
        live: keep ``live.html`` in the run folder, a page that shows the training as it goes.
        report: analyse the features at the end and write ``report.html`` and ``atlas/``; the model is the same without.
        options: any option of :mod:`mousaic.config`, such as ``epochs=5``; those of how files are prepared follow from
            an ImageSet.

    Raises:
        MousaicError: something in the input that the user can mend; nothing is left behind then.
        Interrupted: Ctrl-C; the state is saved, go on with :func:`resume`.
    """
    config = config_of(data, preset, options)
    refuse_strengths(options)
    choose_device(config.training.device)
    source = source_of(data)
    name = source.stem if source is not None else ""
    path = Path(out) if out is not None else free_name(Path("runs") / (name or "images"))
    check_new_folder(path, source, overwrite)
    images = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict)
    say(images.intake.said())
    config, held_out = split(config, images, say)
    record = run_record(config, source, images, int((~held_out).sum()))
    run = create_run(path, record, split_rows(images, held_out), overwrite)
    return train_run(run, images, held_out, progress or Silent(), say, live, report)


def resume(
    path: str | Path,
    *,
    data: ImageSet | None = None,
    progress: Progress | None = None,
    say: Say = silent,
    live: bool = False,
    report: bool = True,
) -> Run:
    """Go on with an interrupted run; the result has the same bytes as if it had never been interrupted.

    Args:
        data: the images that it began with, where they are not to be read again: a run that was trained on arrays
            does not keep them.
        progress, say, live, report: as of :func:`train`.

    Raises:
        MousaicError: no such run, or its images are no longer the ones it was trained on.
    """
    run = open_run(path)
    if run.finished:
        say(told("run_complete", path=str(run.path)))
        return run
    images = images_again(run) if data is None else data
    rows = run.split
    if [(row.path, row.sha256) for row in rows] != list(zip(images.paths, images.sha256, strict=True)):
        raise MousaicError(f"{images.origin} are not those that {path} began with: restore them, or train anew.")
    held_out = np.array([row.part == "validation" for row in rows])
    return train_run(run, images, held_out, progress or Silent(), say, live, report)


def run_record(config: Config, source: Path | None, images: ImageSet, originals: int) -> dict[str, Any]:
    """What ``config.json`` says beside its kind and schema; ``originals`` are those trained on."""
    device = choose_device(config.training.device)
    steps = math.ceil(images_per_epoch(originals, config.augmentation) / config.training.batch_size)
    packages = ("torch", "numpy", "pillow", "tifffile", "imagecodecs", "safetensors", "matplotlib")
    return {
        "config": dataclasses.asdict(config),
        "data": None if source is None else str(source.resolve()),
        "class_names": list(images.class_names),
        "shape": list(images.shape),
        "limits": None if images.limits is None else list(images.limits),
        "intake": images.intake.to_dict(),
        "command": sys.argv,
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "versions": {"mousaic": __version__, "python": platform.python_version()}
        | {package: version(package) for package in packages},
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": config.training.threads or torch.get_num_threads(),
        "device": str(device),
        "backend": choose_backend(config, device, images.D, steps * config.training.epochs),
    }


def train_run(
    run: Run, images: ImageSet, held_out: np.ndarray, progress: Progress, say: Say, live: bool, report: bool
) -> Run:
    """Train from the run's checkpoint, or from the start where there is none, finish the run and report on it."""
    # The number that began the run: sums may round otherwise with another.
    with use_threads(run.record["threads"]) as threads:
        run = _settled(run, images, held_out, say)
        _train_with(threads, run, images, held_out, progress, _watch(run, images, held_out, say, live))
        if report:
            write_results(run, images, say)
    return run


def _settled(run: Run, images: ImageSet, held_out: np.ndarray, say: Say) -> Run:
    """The run with what ``--augment auto`` chose, from its training part alone."""
    try:
        with _enough_memory(run.config):
            return settle_augmentation(run, images.subset(np.flatnonzero(~held_out)), say)
    except KeyboardInterrupt:
        raise Interrupted(run.path) from None


def _train_with(
    threads: int, run: Run, images: ImageSet, held_out: np.ndarray, progress: Progress, watch: Watch
) -> Run:
    config = run.config
    device = choose_device(config.training.device)
    data = TrainingData(
        torch.from_numpy(images.pixels[~held_out]),
        torch.from_numpy(images.pixels[held_out]).flatten(1).to(device),
        config.augmentation,
        config.training.seed,
        device,
    )

    def after_epoch(state: TrainingState) -> None:
        write_epoch(run, state, data, images, held_out)
        watch(state, "training")

    try:
        with _enough_memory(config), Interrupt() as interrupt:
            state = _start(run, data)
            loop = Loop(
                data,
                config.training,
                make_step=lambda state: make_step(run.record["backend"], state, config, threads),
                save=lambda state: _save(run, state),
                after_epoch=after_epoch,
                progress=progress,
                interrupt=interrupt,
                local=config.model.local,
            )
            watch(state, "training")
            progress.start(state.epoch, config.training.epochs)
            try:
                loop.run(state)
            finally:
                progress.finish()
    except Interrupted:
        watch(state, "stopped")
        raise Interrupted(run.path) from None
    if config.training.early_stop and best_epoch(state.history) < state.epoch:
        _restore_best(run, state)
    model = Model(state.ensemble, _card(images, config, state.ensemble, data), data.flat_originals.mean(0))
    finish_run(run, model, state, data, images, held_out)
    watch(state, "finished")
    return run


def _watch(run: Run, images: ImageSet, held_out: np.ndarray, say: Say, live: bool) -> Watch:
    """What renews the live page, or nothing."""
    if not live:
        return lambda state, status: None
    from mousaic.report.live.live_page import FILE, write_live

    say(told("watch_live", page=str(run.path / FILE)))
    return lambda state, status: write_live(run, state, images, held_out, status)


def _start(run: Run, data: TrainingData) -> TrainingState:
    """A fresh state, or the checkpoint's."""
    state = TrainingState.start(start_ensemble(run.config, data))
    if run.checkpoint.is_file():
        load_checkpoint(run.checkpoint, state)
    return state


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
        shape, model.members, model.features, model.k, model.center, config.images, images.limits, thresholds
    )


@contextmanager
def _enough_memory(config: Config) -> Iterator[None]:
    """Turn the lack of memory into a sentence with a remedy."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not isinstance(error, MemoryError) and "memory" not in str(error):
            raise
        model, side = config.model, config.images.size
        raise MousaicError(
            f"Not enough memory for {model.members} members of {model.features} features over {side}x{side} pixels: "
            "lower --members, --features or --size."
        ) from error


__all__ = ["Interrupted", "resume", "train"]
