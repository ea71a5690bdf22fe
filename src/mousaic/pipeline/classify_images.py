"""``mousaic classify``: how well classes or numbers are told of images held out, kept as it goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mousaic.analysis.evidence import gather_originals
from mousaic.config import Config, ModelOptions, config_for
from mousaic.console import silent
from mousaic.files import explained
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.names import shown
from mousaic.images.stored.named_columns import named_columns, no_columns
from mousaic.images.vector_options import with_vector_defaults
from mousaic.report import figures
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.studies.use_figures import use_figures
from mousaic.report.page.classify_page import FILE, write_classify_page
from mousaic.report.tables.classify_files import MARK, classify_summary, write_tables
from mousaic.report.tables.kept_uses import keep_use
from mousaic.runs.run import Run, is_run, open_run
from mousaic.runs.targets import check_new_folder, check_outside
from mousaic.said import Say
from mousaic.tasks.crew import ALONE, Crew
from mousaic.typed_options import check_given, leave_out
from mousaic.uses.classify.classification import FOLDS, Classification, classify
from mousaic.uses.classify.kept_classifier import FOLDER as KEPT
from mousaic.uses.classify.kept_classifier import save_classifier
from mousaic.uses.classify.kept_folds import FOLDER
from mousaic.uses.done_fold import DoneFold
from mousaic.words.of_rows import spoken_of

WRITTEN = (
    "classify.csv", "regression.csv", "classify.txt", "held_out.csv", FILE, "confusion.png", "foretold.png",
    "deciding_parts.png", MARK,
)  # fmt: skip
"""What an earlier result may have left, and a new one replaces."""


class Asked(NamedTuple):
    """What was asked for."""

    data: Path
    """A folder, a table, or a run."""
    out: Path
    target: str | None = None
    """The column of the table that holds what is to be told."""
    kind: str = "auto"
    folds: int = FOLDS
    repeats: int | None = None
    save: bool = False
    overwrite: bool = False
    strict: bool = False
    lang: str = "en"
    moved: Path | None = None
    """Where a run's own images are now."""


class Read(NamedTuple):
    """Images and what is learned of them inside folds."""

    images: ImageSet
    config: Config
    run: Run | None
    column: Callable[[str], dict[str, str]] | None
    """What a column of their table says of each, by its path; None where they are from no table."""


def classify_images(
    asked: Asked,
    options: Mapping[str, Any],
    say: Say = silent,
    tell: Callable[[DoneFold], None] = silent,
    crew: Crew = ALONE,
) -> tuple[Classification, list[Path]]:
    """Measure, and write everything into the folder that was asked for; also what was written.

    Folds that are done stay in ``OUT/folds``, so that the same command goes on after an interruption.

    Raises:
        MousaicError: something in the input that the user can mend; what is done already stays.
    """
    check_fonts(asked.lang)
    with crew.in_place(asked.out):
        check_place(asked.out, asked.data, asked.overwrite)
        read = read_images(asked, options)
        check_outside(asked.out, None if read.run is None else read.run.data)
        column = None
        if asked.target is not None and asked.target.casefold() != "label":
            if read.column is None:
                raise no_columns(asked.target, asked.data)
            column = (asked.target, read.column(asked.target))
        elif asked.target is not None:
            column = ("label", _labels(read.images))
        say(read.images.intake.said())
        found = classify(
            read.images, read.config, kind=asked.kind, column=column, folds=asked.folds, repeats=asked.repeats,
            keep=asked.out / FOLDER, crew=crew, say=say, tell=tell,
        )  # fmt: skip
        return found, _write(asked, read, found)


def check_place(out: Path, data: Path, overwrite: bool) -> None:
    """Raise unless the result may go there; a folder in which folds were done and no result stands is gone on with."""
    if (out / FOLDER).is_dir() and not (out / MARK).exists():
        check_outside(out, data)
        return
    check_new_folder(out, data, overwrite, lambda folder: (folder / MARK).is_file())


def read_images(asked: Asked, options: Mapping[str, Any]) -> Read:
    """The images of a folder, a table or a run, and the parameters of trainings inside folds."""
    if is_run(asked.data):
        needless = {**options, "strict": asked.strict}
        leave_out("A run has its options already", needless, "or give its images instead")
        run = open_run(asked.data)
        data = asked.moved or run.data
        config = _without_split(run.config)
        images = gather_originals(run, None if asked.moved is None else run.load_images(asked.moved, own=True))
        return Read(images, config, run, named_columns(data, images.paths, images.preparation.table))
    leave_out(f"{shown(str(asked.data))} is no run, whose images could have moved", {"data": asked.moved})
    config = _without_split(config_for("default", **with_vector_defaults(asked.data, options, ModelOptions.k)))
    check_given(options, config)
    images = load_images(asked.data, config.images, strict=asked.strict)
    return Read(images, config, None, named_columns(asked.data, images.paths, images.preparation.table))


def _without_split(config: Config) -> Config:
    """The fold is the validation."""
    return dataclasses.replace(config, training=dataclasses.replace(config.training, validation=0.0, early_stop=0))


def _labels(images: ImageSet) -> dict[str, str]:
    """Path -> label, of the images that have one."""
    pairs = zip(images.paths, images.labels, strict=True)
    return {path: images.class_names[label] for path, label in pairs if label >= 0}


def _write(asked: Asked, read: Read, found: Classification) -> list[Path]:
    """Everything into the folder, ``classify.json`` last, by which it is known to be whole."""
    out = asked.out
    with explained(out):
        out.mkdir(parents=True, exist_ok=True)
        for name in reversed(WRITTEN):
            (out / name).unlink(missing_ok=True)
    lang = spoken_of(asked.lang, found.images.shape.is_grid)
    for one in use_figures(found):
        figures.save(one.draw(found, lang), out / f"{one.name}.png")
    write_classify_page(out, found, asked.lang)
    kept = save_classifier(out if read.run is None else read.run.path / KEPT, found) if asked.save else []
    write_tables(out, found)
    if read.run is not None and read.run.finished:
        keep_use(read.run, "classify", out / FILE, classify_summary(found))
    return [*(out / name for name in WRITTEN if (out / name).is_file()), *kept]
