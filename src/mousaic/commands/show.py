"""``mousaic show``: a run in a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mousaic.console import printable

if TYPE_CHECKING:
    from mousaic.runs.run import Run


def show(run: Path, /) -> None:
    """Print what a run found and where its files are.

    Parameters
    ----------
    run
        The run folder.
    """
    from mousaic.report.findings.summary_text import summary_text
    from mousaic.runs.run import open_run

    printable(summary_text(open_run(run)))


def end_with(run: Run, quiet: bool) -> None:
    """The end of a command that made a run: where to look, or the folder alone."""
    if quiet:
        printable(str(run.path))
    else:
        show(run.path)
