"""The main job, end to end: images in, a finished run folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mousaic.console import silent
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.augmentation_policies import refuse_strengths
from mousaic.images.image_set import ImageSet, load_images
from mousaic.pipeline.results import check_language
from mousaic.pipeline.run_completion import train_run
from mousaic.pipeline.run_input import config_of, images_again, source_of, split, split_rows
from mousaic.pipeline.run_record import run_record
from mousaic.runs.run import Run, create_run, open_run
from mousaic.runs.targets import check_new_folder, free_name
from mousaic.said import Say, told
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
    say: Say = silent,
    live: bool = False,
    report: bool = True,
    lang: str = "en",
    quick_trust: bool = True,
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
        quick_trust: before the report, where two more trainings take under 20 seconds, train on halves of the images
            and say whether they teach the same.
        lang: ``"zh"``: the live page is in Chinese, the atlas opens so, and ``report.zh.html`` lies beside the report.
        options: any option of :mod:`mousaic.config`, such as ``epochs=5``; those of how files are prepared follow from
            an ImageSet.

    Raises:
        MousaicError: something in the input that the user can mend; nothing is left behind then.
        Interrupted: Ctrl-C; the state is saved, go on with :func:`resume`.
    """
    check_language(lang, report)
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
    return train_run(run, images, held_out, progress or Silent(), say, live, report, lang, quick_trust)


def resume(
    path: str | Path,
    *,
    data: ImageSet | None = None,
    progress: Progress | None = None,
    say: Say = silent,
    live: bool = False,
    report: bool = True,
    lang: str = "en",
    quick_trust: bool = True,
) -> Run:
    """Go on with an interrupted run; the result has the same bytes as if it had never been interrupted.

    Args:
        data: the images that it began with, where they are not to be read again: a run that was trained on arrays
            does not keep them.
        progress, say, live, report, lang, quick_trust: as of :func:`train`.

    Raises:
        MousaicError: no such run, or its images are no longer the ones it was trained on.
    """
    check_language(lang, report)
    run = open_run(path)
    if run.finished:
        say(told("run_complete", path=str(run.path)))
        return run
    images = images_again(run) if data is None else data
    rows = run.split
    if [(row.path, row.sha256) for row in rows] != list(zip(images.paths, images.sha256, strict=True)):
        raise MousaicError(f"{images.origin} are not those that {path} began with: restore them, or train anew.")
    held_out = np.array([row.part == "validation" for row in rows])
    return train_run(run, images, held_out, progress or Silent(), say, live, report, lang, quick_trust)


__all__ = ["Interrupted", "resume", "train"]
