"""What follows a training: the analysis of its features, their tables, the atlas and the report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mousaic.errors import MousaicError
from mousaic.runs.run import Run
from mousaic.said import Say, told

if TYPE_CHECKING:
    from mousaic.images.image_set import ImageSet

LARGEST = 1_500_000_000
"""Pixels of reconstructions (images x members x pixels) that are analysed unasked, which takes 6 GB of memory."""


def write_results(run: Run, images: ImageSet, say: Say) -> bool:
    """Analyse a finished run and write ``analysis/``, ``atlas/`` and ``report.html``; whether that went well.

    The run is whole already: whatever goes wrong here is said in one sentence on standard error and changes nothing
    about it.

    Args:
        images: the originals, in the order of ``split.csv``.
        say: told what is done.
    """
    again = f"The run is complete; try again with: mousaic report {run.path}"
    size = len(images) * run.config.model.members * images.D
    if size > LARGEST:
        say(told("report_too_large", gigabytes=4 * size / 1e9, path=str(run.path)))
        return False
    try:
        say(told("report_begins"))
        _write(run, images)
    except KeyboardInterrupt:
        print(f"mousaic: The report was not finished. {again}", file=sys.stderr)
        raise
    except Exception as error:  # a finished training must not end in a traceback for a page about it
        reason = str(error) if isinstance(error, MousaicError) else f"{type(error).__name__}: {error}"
        line = f"mousaic: The report could not be made ({' '.join(reason.split())}). {again}"
        print(line.encode(errors="backslashreplace").decode(), file=sys.stderr)
        return False
    return True


def _write(run: Run, images: ImageSet) -> None:
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.report.atlas.atlas_files import write_atlas
    from mousaic.report.page.report_page import write_report
    from mousaic.report.tables.analysis_files import write_numbers

    found = analyse(run, images)
    write_numbers(run, found)
    write_atlas(run, found)  # before the report, which links to it
    write_report(run, found)
