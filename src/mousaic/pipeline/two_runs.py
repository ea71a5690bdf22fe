"""``mousaic diff``: two runs side by side, written into a folder where one is named."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mousaic.analysis.evidence import gather_originals
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.page.diff_page import write_diff_page
from mousaic.report.tables.diff_tables import MARK, write_diff_tables
from mousaic.runs.run import Run, open_run
from mousaic.runs.targets import check_new_folder, check_outside, new_folder
from mousaic.uses.diff.held_out_by_both import Side
from mousaic.uses.diff.run_difference import RunDifference, run_difference


class Asked(NamedTuple):
    """What ``mousaic diff`` was asked for."""

    first: Path
    second: Path
    out: Path | None = None
    data: Path | None = None
    """Where images that have moved are now, of either run."""
    overwrite: bool = False
    lang: str = "en"
    raw: bool = False
    """Tables hold names as they are."""


def two_runs(asked: Asked) -> tuple[RunDifference, list[Path]]:
    """Compare the runs; also what was written.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    check_fonts(asked.lang)
    runs = [open_run(path) for path in (asked.first, asked.second)]
    for run in runs:
        _ = run.summary  # that it is finished is found out before anything is read
        if asked.out is not None:
            check_outside(asked.out, run.data)
    if asked.out is not None:
        check_new_folder(asked.out, asked.data, asked.overwrite, lambda folder: (folder / MARK).is_file())
    first = Side(runs[0], _originals(runs[0], asked.data))
    same = runs[0].path.resolve() == runs[1].path.resolve()
    second = Side(runs[1], first.images if same else _originals(runs[1], asked.data))
    with use_threads(runs[0].config.training.threads):
        found = run_difference(first, second, runs[0].config.training.seed)
    if asked.out is None:
        return found, []
    with new_folder(asked.out, asked.data, MARK, asked.overwrite) as folder:
        page = write_diff_page(folder, found, asked.lang)
        written = [page, *write_diff_tables(folder, found, asked.raw)]
    return found, [asked.out / name for name in written]


def _originals(run: Run, data: Path | None) -> ImageSet:
    """The run's images as ``split.csv`` has them: where they were, or else in the folder that was named."""
    try:
        return gather_originals(run)
    except MousaicError:
        if data is None:
            raise
    return gather_originals(run, run.load_images(data, own=True))
