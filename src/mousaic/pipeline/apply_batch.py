"""``mousaic apply``: a new batch as a run sees it, written into a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mousaic.analysis.parts.part_names import named
from mousaic.console import silent
from mousaic.device import use_threads
from mousaic.locks import alone_in
from mousaic.pipeline.odd_images import FOLDER, learning_of
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.findings.skipped_files import skipped_files
from mousaic.report.page.batch_page import write_batch_page
from mousaic.report.tables.batch_tables import MARK, write_batch
from mousaic.runs.one_training import check_one_training
from mousaic.runs.run import open_run
from mousaic.runs.targets import check_new_folder, check_outside, new_folder
from mousaic.said import Say
from mousaic.uses.anomaly.anomalies import plan_folds
from mousaic.uses.apply.batch import Batch, see_batch
from mousaic.uses.classify.kept_classifier import CARD, read_classifier
from mousaic.uses.classify.kept_classifier import FOLDER as CLASSIFIER
from mousaic.uses.done_fold import DoneFold


class Asked(NamedTuple):
    """What ``mousaic apply`` was asked for."""

    run: Path
    new: Path
    out: Path
    data: Path | None = None
    """Where the run's own images are now."""
    seed: int | None = None
    overwrite: bool = False
    raw: bool = False
    """Tables hold names as they are."""
    lang: str = "en"


def apply_batch(asked: Asked, say: Say = silent, tell: Callable[[DoneFold], None] = silent) -> tuple[Batch, list[Path]]:
    """See the batch as the run does, and write everything into the folder that was asked for; also what was written.

    Raises:
        MousaicError: something in the input that the user can mend; detectors learned so far stay in the run.
    """
    check_fonts(asked.lang)
    run = open_run(asked.run)
    check_outside(asked.out, run.data)
    check_new_folder(asked.out, asked.new, asked.overwrite, lambda folder: (folder / MARK).is_file())
    place = run.path / CLASSIFIER
    classifier = read_classifier(place) if (place / CARD).is_file() else None
    with alone_in(run.place):
        new = run.load_images(asked.new)
        for warning in (*new.intake.warnings, skipped_files(new.intake)):
            if warning is not None:
                say(warning)
        learning = learning_of(run, asked.data, asked.seed)
        if len(plan_folds(learning, None)) > 1:
            check_one_training(run)
        with use_threads(run.config.training.threads):
            found = see_batch(learning, new, classifier, run.path / FOLDER, tell)
    if found.odd.parts is not None:
        found = found._replace(odd=found.odd._replace(parts=named(found.odd.parts, run)))
    with new_folder(asked.out, asked.new, MARK, asked.overwrite) as folder:
        write_batch_page(folder, found, asked.lang)
        written = write_batch(folder, found, run.model.card, asked.raw or run.raw)
    return found, [asked.out / name for name in written]
