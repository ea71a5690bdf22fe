"""The main job, end to end: images in, a finished run folder out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from mousaic.arrays import Mask
from mousaic.config import Config
from mousaic.console import silent
from mousaic.device import choose_device, use_threads
from mousaic.errors import MousaicError
from mousaic.images.augmentation_policies import refuse_strengths
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.layout import Layout
from mousaic.images.mapped import nearest_folder
from mousaic.locks import alone_in
from mousaic.pipeline.follow_up import follow_up
from mousaic.pipeline.links import (
    chain_record,
    check_link,
    earlier_run,
    earlier_split,
    keep_earlier,
    prepared_as,
)
from mousaic.pipeline.parts_beside import parts_beside
from mousaic.pipeline.quick_check import quick_check
from mousaic.pipeline.results import check_language, lacks_results
from mousaic.pipeline.run_completion import train_run
from mousaic.pipeline.run_input import config_of, images_again, source_of, split, split_of
from mousaic.pipeline.run_record import run_record
from mousaic.report.tables.shared_start_files import quick_file
from mousaic.runs.going_on import batches_over, going_on
from mousaic.runs.run import Run, create_run
from mousaic.runs.split_table import Split
from mousaic.runs.successor import current, take_place
from mousaic.runs.targets import check_new_run, free_name
from mousaic.said import Say, told
from mousaic.stages import counted
from mousaic.training.default_progress import default_progress
from mousaic.training.division import ONE_PROCESS, Division
from mousaic.training.interrupt import Interrupted
from mousaic.training.loggers.epoch_logs import check_logs
from mousaic.training.needs import check_disk, check_memory, data_shape
from mousaic.training.progress import Progress, Silent
from mousaic.typed_options import leave_out
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put


def train(
    data: str | Path | ImageSet,
    *,
    preset: str = "default",
    out: str | Path | None = None,
    after: str | Path | None = None,
    overwrite: bool = False,
    strict: bool = False,
    progress: Progress | bool | None = None,
    say: Say = silent,
    live: bool = False,
    report: bool = True,
    lang: str = "en",
    quick_trust: bool = True,
    raw: bool = False,
    log: Sequence[str] = (),
    division: Division = ONE_PROCESS,
    **options: Any,
) -> Run:
    """Train an ensemble on a folder or table of images and leave a run folder.

    Args:
        data: a folder, a CSV/TSV table, a file of arrays, what :func:`mousaic.load_images` returned, or
            :meth:`ImageSet.from_arrays <mousaic.images.image_set.ImageSet.from_arrays>` of squares or vectors.
        preset: ``"default"`` or ``"report"``.
        out: the run folder (default: ``runs/<name of the data>``, numbered if taken).
        after: a run of one member on the same images, by whose split what it leaves over is learned: a chain of both.
        overwrite: replace ``out`` if it is a run, once the new one is whole.
        strict: treat every skipped file as an error.
        progress: told of batches and epochs (default: silent); True shows them, as fits a terminal or a notebook.
        say: told what a person should know (default: silent); ``say=print`` prints it.
        live: keep ``live.html`` in the run folder, a page that shows the training as it goes.
        report: analyse the features at the end and write ``report.html`` and ``atlas/``; the model is the same without.
        quick_trust: train on halves, too, where that takes a moment: see :mod:`mousaic.pipeline.quick_check`.
        raw: tables hold names as they are, also those that a spreadsheet takes for formulas, such as ``=1+1``.
        log: who is told of every epoch, too: names of :data:`mousaic.training.loggers.epoch_logs.LOGGERS`.
        division: who trains the members (default: this process): see :mod:`mousaic.training.division`.
        lang: ``"zh"``: the live page is in Chinese, the atlas opens so, and ``report.zh.html`` lies beside the report.
        options: any option of :mod:`mousaic.config`, such as ``epochs=5``; an ImageSet is prepared already.

    Raises:
        MousaicError: something in the input that the user can mend; nothing is left behind then.
        Interrupted: Ctrl-C; the state is saved, go on with :func:`resume`.
    """
    earlier = None if after is None else earlier_run(after)
    config = _config(data, preset, options, earlier)
    progress = shown_as(progress, lang, shape := data_shape(data, config))
    _check_asked(config, options, log, division, lang, report)
    source = source_of(data)
    path = Path(out) if out is not None else free_name(Path("runs") / ((source and source.stem) or "images"))
    with alone_in(path):
        check_new_run(path, source, overwrite)
        _check_room(path, config, shape)
        images = data if isinstance(data, ImageSet) else _read(data, config, strict, earlier, progress, path)
        say(images.intake.said())
        config, rows, held_out = _split(config, images, say, earlier)
        rest = _beside({"report": report, "lang": lang, "quick_trust": quick_trust}, log, division.images_over(config))
        record = run_record(config, source, images, int((~held_out).sum()), path, raw) | chain_record(earlier) | rest
        run = create_run(path, record, rows, overwrite, lambda folder: keep_earlier(folder, earlier))
        return take_place(train_run(run, images, held_out, progress, say, live, report, lang, quick_trust, division))


def _check_asked(
    config: Config, options: dict[str, Any], log: Sequence[str], division: Division, lang: str, report: bool
) -> None:
    """Raise where something asked for is not to be had, before anything is read."""
    check_language(lang, report)
    refuse_strengths(options)
    check_logs(log)
    division.check(config)
    choose_device(config.training.device)


def _beside(pages: dict[str, Any], log: Sequence[str], over: int) -> dict[str, Any]:
    """What a resumed run has to make, whom to tell, too, and over how many processes its batches are divided."""
    logs = {"logs": list(dict.fromkeys(log))} if log else {}
    return {"pages": pages} | logs | ({"images_over": over} if over > 1 else {})


def shown_as(progress: Progress | bool | None, lang: str, shape: tuple[int, int, int]) -> Progress:
    """Whom to tell: of True, whoever fits where this runs, in words about images or vectors of that shape."""
    if isinstance(progress, Progress):
        return progress
    lang = spoken_of(lang, Layout(*shape).is_grid)
    return default_progress(words=lambda said: put(said, lang)) if progress else Silent()


def _check_room(path: Path, config: Config, shape: tuple[int, int, int]) -> None:
    """Raise where memory or disk will not do."""
    check_memory(config, shape)
    check_disk(path, config, shape)


def _config(data: str | Path | ImageSet, preset: str, options: dict[str, Any], earlier: Run | None) -> Config:
    """The parameters; of a member that follows an earlier run, with files prepared as that run's."""
    if earlier is None:
        return config_of(data, preset, options)
    leave_out("--after keeps the split of that run", {"validation": options.get("validation")})
    config = config_of(data, preset, options, prepared_as(earlier))
    check_link(config, earlier)
    return config


def _split(config: Config, images: ImageSet, say: Say, earlier: Run | None) -> tuple[Config, Split, Mask]:
    """Which images are held out: a new split, or that of the run that is followed."""
    config = dataclasses.replace(config, images=images.preparation)  # a table is kept as seen from its array
    if earlier is not None:
        return earlier_split(config, earlier, images)
    config, held_out = split(config, images, say)
    return config, split_of(images, held_out), held_out


def _read(
    data: str | Path, config: Config, strict: bool, earlier: Run | None, progress: Progress, path: Path
) -> ImageSet:
    """The images; those that follow an earlier run have its numbers as 0 and 1."""
    card = None if earlier is None else earlier.model.card
    limits, ranges = (None, None) if card is None else (card.limits, card.ranges)
    tell = counted(progress.stage, told("stage_reading"))
    images = load_images(
        data, config.images, strict=strict, progress=tell, limits=limits, ranges=ranges, beside=nearest_folder(path)
    )
    progress.finish()
    return images


def resume(
    path: str | Path,
    *,
    data: str | Path | ImageSet | None = None,
    progress: Progress | bool | None = None,
    say: Say = silent,
    live: bool = False,
    report: bool = True,
    lang: str | None = None,
    quick_trust: bool = True,
    division: Division = ONE_PROCESS,
) -> Run:
    """Go on with an interrupted run; the result has the same bytes as if it had never been interrupted.

    Whatever is missing is made: the training, the model, the analysis, the report, the atlas. Of a run that is to
    replace another, its place is taken then.

    Args:
        data: where the images that it began with are now, if they have moved; or the images themselves, where they
            are not to be read again: a run that was trained on arrays does not keep them.
        report: make what the run began to make of report and atlas; else end with the model.
        lang: of the pages (default: the one it began with).
        progress, say, live, quick_trust, division: as of :func:`train`.

    Raises:
        MousaicError: no such run, or its images are no longer the ones it was trained on.
    """
    with alone_in(current(Path(path)).place):
        run = current(Path(path))
        progress = shown_as(progress, lang or "en", run.shape)
        pages = run.record.get("pages") or {"report": not run.finished, "lang": "en"}
        report, lang = report and pages["report"], lang or pages["lang"]
        quick_trust = quick_trust and pages.get("quick_trust", False)
        check_language(lang, report)
        if run.finished and not (report and lacks_results(run, lang)):
            run = _whole(run)
            say(told("run_complete", path=str(run.path)))
            return run
        images, held_out = _images_of(run, data)
        if not run.finished:
            division.check(run.config)
            _check_same_sums(run, division.images_over(run.config))
            _check_room(run.path, run.config, images.shape)
            done = train_run(run, images, held_out, progress, say, live, report, lang, quick_trust, division)
            return take_place(done)
        with use_threads(run.record["threads"]):
            wanted = quick_trust and not quick_file(run).is_file()
            check = quick_check(run, images, held_out, say, progress.stage) if wanted else nullcontext()
            with parts_beside(run, images, held_out) as parts, check as agreement:
                follow_up(run, images, say, lang, progress.stage, agreement, parts)
            progress.finish()
        return _whole(run)


def _check_same_sums(run: Run, over: int) -> None:
    """Raise where gradients would be summed over other parts of each batch than before, which rounds them otherwise."""
    before = batches_over(run.record)
    if over != before > 1:
        raise MousaicError(
            f"The batches of {run.place} are divided over {before} processes, and other numbers of them would round "
            f"otherwise: go on with {going_on(run.record, run.place)}"
        )
    if over != before:
        raise MousaicError(
            f"The batches of {run.place} are not divided, and sums over {over} processes would round otherwise: go on "
            f"without torchrun, with {going_on(run.record, run.place)}"
        )


def _whole(run: Run) -> Run:
    """A finished run in its place, of which all files that say what it found can be read."""
    _ = run.summary, run.history, run.split, run.model
    return take_place(run)


def _images_of(run: Run, data: str | Path | ImageSet | None) -> tuple[ImageSet, Mask]:
    """The images that a run began with, and which are held out."""
    images = data if isinstance(data, ImageSet) else images_again(run, None if data is None else Path(data))
    rows = run.split
    if rows.paths != images.paths or rows.sha256 != images.sha256:
        raise MousaicError(
            f"{images.origin} are not those that {run.place} began with: restore them, name their folder with --data "
            "FOLDER, or train anew."
        )
    return images, rows.held_out


__all__ = ["Interrupted", "resume", "train"]
