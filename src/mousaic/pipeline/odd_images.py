"""``mousaic anomaly``: which of some new images are unlike those of a run, written into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import gather_originals
from mousaic.analysis.parts.part_findings import learned_from
from mousaic.analysis.parts.part_names import named
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.arrays import Flags
from mousaic.console import silent
from mousaic.device import use_threads
from mousaic.errors import MousaicError, nearest
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.report import figures
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.studies.anomaly_sheet import anomaly_sheet
from mousaic.report.findings.skipped_files import skipped_files
from mousaic.report.page.anomaly_page import FILE, write_anomaly_page
from mousaic.report.tables.anomaly_files import MARK, PICTURE, anomaly_summary, write_tables
from mousaic.report.tables.kept_uses import keep_use
from mousaic.runs.one_training import check_one_training
from mousaic.runs.run import Run, open_run
from mousaic.runs.targets import check_new_folder, check_outside, new_folder
from mousaic.said import Say
from mousaic.tasks.crew import ALONE, Crew
from mousaic.typed_options import leave_out
from mousaic.uses.anomaly.anomalies import Anomalies, Learning, find_anomalies, plan_folds
from mousaic.uses.anomaly.detector import Detector
from mousaic.uses.done_fold import DoneFold

FOLDER = "anomaly"
"""In the run: detectors of folds, so that a rerun, and the next batch, need not learn them again."""


class Asked(NamedTuple):
    """What ``mousaic anomaly`` was asked for."""

    run: Path
    new: Path
    out: Path
    data: Path | None = None
    """Where the run's own images are now."""
    normal: str | None = None
    """The class that alone is normal."""
    folds: int | None = None
    seed: int | None = None
    overwrite: bool = False
    lang: str = "en"


def odd_images(
    asked: Asked, say: Say = silent, tell: Callable[[DoneFold], None] = silent, crew: Crew = ALONE
) -> tuple[Anomalies, list[Path]]:
    """Score the images, and write everything into the folder that was asked for; also what was written.

    Raises:
        MousaicError: something in the input that the user can mend; detectors learned so far stay in the run.
    """
    check_fonts(asked.lang)
    run = open_run(asked.run)
    if asked.folds != 0:
        check_one_training(run)
    check_outside(asked.out, run.data)
    check_new_folder(asked.out, asked.new, asked.overwrite, lambda folder: (folder / MARK).is_file())
    with crew.in_place(run.place):
        new = run.load_images(asked.new)
        for warning in (*new.intake.warnings, skipped_files(new.intake)):
            if warning is not None:
                say(warning)
        learning = learning_of(run, asked.data, asked.seed, asked.normal)
        if len(plan_folds(learning, asked.folds)) == 1:
            needless = {"seed": asked.seed}
            leave_out("No folds are drawn where the run's validation part is scored", needless, "or give --folds 5")
        with use_threads(run.config.training.threads):
            found = find_anomalies(learning, new, asked.folds, run.path / FOLDER, tell, crew)
    if found.parts is not None:
        found = found._replace(parts=named(found.parts, run))
    with new_folder(asked.out, asked.new, MARK, asked.overwrite) as folder:
        sheet = anomaly_sheet(found, asked.lang)
        if sheet is not None:
            figures.save(sheet, folder / PICTURE)
        write_anomaly_page(folder, found, asked.lang)
        written = write_tables(folder, found)
    keep_use(run, "anomaly", asked.out / FILE, anomaly_summary(found))
    return found, [asked.out / name for name in written]


def learning_of(run: Run, data: Path | None = None, seed: int | None = None, label: str | None = None) -> Learning:
    """The run's normal images, and what it learned from them.

    Args:
        data: where its images are now, if they have moved.
        seed: of folds and what is learned in them (default: the run's).
        label: the class that alone is normal (default: all images are).

    Raises:
        MousaicError: the images are gone, or are others now; there is no such class.
    """
    images = gather_originals(run, None if data is None else run.load_images(data, own=True))
    train = ~run.split.held_out
    normal = np.ones(len(images), bool) if label is None else _of_class(label, images, run)
    own_seed = run.config.training.seed
    card = run.model.card
    keeps = holds_parts(run.path)
    parts = read_parts(run.path) if keeps else learned_from(images, train, own_seed, options=card.images)
    detector = Detector(run.model, parts, images.subset(np.flatnonzero(normal & train)))
    mine = images if normal.all() else images.subset(np.flatnonzero(normal))
    return Learning(mine, ~train[normal], detector, run.config, own_seed if seed is None else seed, images)


def _of_class(label: str, images: ImageSet, run: Run) -> Flags:
    """(N,): which of them are of a class."""
    if label not in images.class_names:
        known = ", ".join(map(shown, images.class_names)) or "none"
        raise MousaicError(
            f"The images of {run.path} have no class {label!r}{nearest(label, list(images.class_names))} "
            f"(known: {known}): give --normal one of these."
        )
    found: Flags = images.labels == images.class_names.index(label)
    return found
