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
from mousaic.typed_options import leave_out
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
    same = runs[0].path.resolve() == runs[1].path.resolve()
    found = [_originals(run, asked.data) for run in runs[: 1 if same else 2]]
    if all(where_they_were for _, where_they_were in found):
        leave_out("The images of both runs are where they were", {"data": asked.data})
    first, second = Side(runs[0], found[0][0]), Side(runs[1], found[-1][0])
    with use_threads(runs[0].config.training.threads):
        difference = run_difference(first, second, runs[0].config.training.seed)
    if asked.out is None:
        return difference, []
    with new_folder(asked.out, asked.data, MARK, asked.overwrite) as folder:
        page = write_diff_page(folder, difference, asked.lang)
        written = [page, *write_diff_tables(folder, difference, asked.raw)]
    return difference, [asked.out / name for name in written]


def _originals(run: Run, data: Path | None) -> tuple[ImageSet, bool]:
    """The run's images as ``split.csv`` has them: where they were, which is told, or else in the folder named."""
    try:
        return gather_originals(run), True
    except MousaicError:
        if data is None:
            raise
    return gather_originals(run, run.load_images(data, own=True)), False
