"""The main job, end to end: images in, a finished run folder out."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.config import Config, config_for
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.augmentation_policies import refuse_strengths
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.validation_split import SMALLEST_SET, split_groups
from mousaic.pipeline.run_completion import Say, train_run
from mousaic.pipeline.run_record import run_record
from mousaic.runs.run import Run, SplitRow, create_run, open_run
from mousaic.runs.targets import check_new_folder, free_name
from mousaic.training.interrupt import Interrupted
from mousaic.training.progress import Progress, Silent


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


__all__ = ["Interrupted", "resume", "train"]
