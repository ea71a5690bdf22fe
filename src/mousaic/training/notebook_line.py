"""Progress in a notebook: one line that is shown anew in its place, by IPython alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from html import escape
from importlib import import_module
from typing import Any

from mousaic.said import Said
from mousaic.training.progress import EVERY, Pace, Silent, epoch_of, figures, time_left


def in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook, whose cells show more than text."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return type(shell).__name__ == "ZMQInteractiveShell"


class NotebookLine(Silent):
    """A bar and the figures of the last complete epoch; what rich draws in notebooks needs widgets, this does not."""

    def __init__(self, words: Callable[[Said], str] = str) -> None:
        self.words = words
        self.place: Any = None
        self.pace: Pace | None = None
        self.shown = 0.0

    def start(self, epoch: int, epochs: int) -> None:
        self.finish()
        self.epochs, self.row = epochs, ""
        self.pace = Pace(epoch / epochs)
        self._tell(epoch / epochs, self.words(epoch_of(epoch, epochs)))

    def batch(self, epoch: int, done: int, total: int) -> None:
        if time.monotonic() - self.shown > EVERY:
            self._tell((epoch - 1 + done / total) / self.epochs, self._line(epoch))

    def epoch(self, row: Mapping[str, float]) -> None:
        self.row = figures(row, self.words)
        self._tell(row["epoch"] / self.epochs, self._line(int(row["epoch"])))

    def stage(self, what: Said, done: float) -> None:
        if self.pace is None or done < self.pace.last:
            self.finish()
            self.pace = Pace(done)
        if self.place is None or time.monotonic() - self.shown > EVERY:
            self._tell(done, self.words(what))

    def finish(self) -> None:
        self.place = self.pace = None

    def _line(self, epoch: int) -> str:
        return f"{self.words(epoch_of(epoch, self.epochs))}  {self.row}"

    def _tell(self, done: float, line: str) -> None:
        left = self.pace.left(done) if self.pace is not None else "--:--"
        display = import_module("IPython.display")
        line = escape(f"{line}  {self.words(time_left(left))}")
        text = f"<progress value='{done:.4f}' max='1'></progress> <code>{line}</code>"
        if self.place is None:
            self.place = display.display(display.HTML(text), display_id=True)
        else:
            self.place.update(display.HTML(text))
        self.shown = time.monotonic()
