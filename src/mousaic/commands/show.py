"""``mousaic show``: a run in a few lines."""

from __future__ import annotations

from pathlib import Path

from mousaic.console import printable


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
