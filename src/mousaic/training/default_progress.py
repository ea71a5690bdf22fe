"""The kind of progress that fits where it is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from mousaic.said import Said
from mousaic.training.notebook_line import NotebookLine, in_notebook
from mousaic.training.progress import LiveLine, PlainLines, Progress, Silent


def default_progress(quiet: bool = False, stream: TextIO | None = None, words: Callable[[Said], str] = str) -> Progress:
    """The kind of progress that fits the stream (standard error unless given).

    Args:
        words: of what a stage does (default: English).
    """
    stream = stream or sys.stderr
    if quiet:
        return Silent()
    if in_notebook():
        return NotebookLine(words)
    live = stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return LiveLine(stream, words) if live else PlainLines(stream, words)
