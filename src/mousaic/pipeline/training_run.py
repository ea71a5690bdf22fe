"""The main job, end to end: images in, a finished run folder out."""

from __future__ import annotations

import dataclasses
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

from mousaic.config import Config, config_for
from mousaic.device import choose_device, use_threads
from mousaic.errors import MousaicError
from mousaic.files import whole_file
from mousaic.images.augmentation_policies import refuse_strengths
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.validation_split import SMALLEST_SET, split_groups
from mousaic.model.ensemble import Ensemble
from mousaic.model.parts import parts_of
from mousaic.model.store import Model, ModelCard, load_tensors, save_tensors
from mousaic.model.threshold_codes import batch_threshold
from mousaic.pipeline.augmentation_choice import settle_augmentation
from mousaic.pipeline.results import write_results
from mousaic.pipeline.run_outputs import finish_run, write_epoch
from mousaic.runs.run import Run, SplitRow, create_run, open_run
from mousaic.runs.targets import check_new_folder, free_name
from mousaic.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData
from mousaic.training.fit import backend_for, begin, proceed
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loop import best_epoch
from mousaic.training.progress import Progress, Silent
from mousaic.version import __version__

Say = Callable[[str], None]
Watch = Callable[[TrainingState, str], None]


def train(
    data: str | Path | ImageSet,
    *,
    preset: str = "default",
    out: str | Path | None = None,
    overwrite: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
    say: Say = lambda line: None,
    live: bool = False,
    report: bool = True,
    **options: Any,
) -> Run:
    """Train an ensemble on a folder or table of images and leave a run folder.

    Args:
        data: a folder, a CSV/TSV table, or what :func:`mousaic.load_images` returned.
        preset: ``"default"`` or ``"report"``.
        out: the run folder (default: ``runs/<name of the data>``, numbered if taken).
        overwrite: replace ``out`` if it is a run.
        strict: treat every skipped file as an error.
        progress: told of batches and epochs (default: silent).
        say: told what a person should know, line by line (default: silent).
        live: keep ``live.html`` in the run folder, a page that shows the training as it goes.
        report: analyse the features at the end and write ``report.html`` and ``atlas/``; the model is the same without.
        options: any option of :mod:`mousaic.config`, such as ``epochs=5``.

    Raises:
        MousaicError: something in the input that the user can mend; nothing is left behind then.
        Interrupted: Ctrl-C; the state is saved, go on with :func:`resume`.
    """
    config = config_for(preset, **options)
    refuse_strengths(options)
    choose_device(config.training.device)
    source = Path(data.intake.root if isinstance(data, ImageSet) else data)
    path = Path(out) if out is not None else free_name(Path("runs") / (source.stem or "images"))
    check_new_folder(path, source, overwrite)
    images = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict)
    say(images.intake.to_text())
    config, held_out = _split(config, images, say)
    record = run_record(config, source, images, int((~held_out).sum()))
    run = create_run(path, record, _split_rows(images, held_out), overwrite)
    return train_run(run, images, held_out, progress or Silent(), say, live, report)


def resume(
    path: str | Path,
    *,
    progress: Progress | None = None,
    say: Say = lambda line: None,
    live: bool = False,
    report: bool = True,
) -> Run:
    """Go on with an interrupted run; the result has the same bytes as if it had never been interrupted.

    Raises:
        MousaicError: no such run, or its images are no longer the ones it was trained on.
    """
    run = open_run(path)
    if run.finished:
        say(f"{run.path} is complete already: nothing to do.")
        return run
    source = Path(run.record["data"])
    limits = run.record["limits"]
    images = load_images(source, run.config.images, limits=limits and (limits[0], limits[1]))
    rows = run.split
    if [(row.path, row.sha256) for row in rows] != list(zip(images.paths, images.sha256, strict=True)):
        raise MousaicError(f"The images in {source} are not those that {path} began with: restore them, or train anew.")
    held_out = np.array([row.part == "validation" for row in rows])
    return train_run(run, images, held_out, progress or Silent(), say, live, report)


def _split(config: Config, images: ImageSet, say: Say) -> tuple[Config, np.ndarray]:
    """The validation part as a mask; a set too small for one is said once and recorded as validation 0."""
    wanted = config.training.validation
    if wanted and (len(images) < SMALLEST_SET or len(set(images.groups)) < 2):
        if config.training.early_stop:
            raise MousaicError(
                f"--early-stop needs a validation part, and {len(images)} originals are too few for one: leave it out."
            )
        say("Too few originals (or groups) for a validation part: training on all of them.")
        config = dataclasses.replace(config, training=dataclasses.replace(config.training, validation=0.0))
    mask = split_groups(images.labels, images.groups, config.training.validation, config.training.seed)
    return config, mask


def _split_rows(images: ImageSet, held_out: np.ndarray) -> list[SplitRow]:
    names = [images.class_names[label] if label >= 0 else "" for label in images.labels]
    parts = ["validation" if out else "train" for out in held_out]
    return [SplitRow(*row) for row in zip(images.paths, names, images.groups, parts, images.sha256, strict=True)]


def run_record(config: Config, source: Path, images: ImageSet, originals: int) -> dict[str, Any]:
    """What ``config.json`` says beside its kind and schema; ``originals`` are those trained on."""
    device = choose_device(config.training.device)
    packages = ("torch", "numpy", "pillow", "tifffile", "safetensors", "matplotlib")
    return {
        "config": dataclasses.asdict(config),
        "data": str(source.resolve()),
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
        "backend": backend_for(images, config, device, originals),
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
    try:
        with _enough_memory(config), Interrupt() as interrupt:
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
    model = Model(state.ensemble, _card(images, config, state.ensemble, data), data.flat_originals.mean(0))
    finish_run(run, model, state, data, images, held_out)
    watch(state, "finished")
    return run


def _watch(run: Run, images: ImageSet, held_out: np.ndarray, say: Say, live: bool) -> Watch:
    """What renews the live page, or nothing."""
    if not live:
        return lambda state, status: None
    from mousaic.report.live.live_page import FILE, write_live

    say(f"Watch the training in {run.path / FILE} (double click).")
    return lambda state, status: write_live(run, state, images, held_out, status)


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
        model.features,
        model.k,
        model.center,
        config.images,
        images.limits,
        thresholds,
        *parts_of(model),
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
