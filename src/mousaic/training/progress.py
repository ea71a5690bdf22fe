"""What a person sees while training: one live line on a terminal, one plain line an epoch elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from typing import Protocol, TextIO

EVERY = 0.1
"""Seconds between two drawings of the live line; drawing more often would slow the training down."""
BAR, LONGEST = 20, 85
"""Characters of the bar, and of the longest line of figures that stands beside it."""


class Progress(Protocol):
    """Told of every batch and epoch. Figures are of complete epochs, so telling costs no computation."""

    def start(self, epoch: int, epochs: int) -> None:
        """The training goes on after ``epoch`` complete epochs of ``epochs``."""

    def batch(self, epoch: int, done: int, total: int) -> None:
        """So many images of epoch number ``epoch`` (from 1) are done."""

    def epoch(self, row: Mapping[str, float]) -> None:
        """An epoch is complete; ``row`` is its line of ``history.csv``."""

    def finish(self) -> None:
        """The training has ended, or was interrupted."""


class Silent(Progress):
    """Says nothing."""

    def start(self, epoch: int, epochs: int) -> None:
        pass

    def batch(self, epoch: int, done: int, total: int) -> None:
        pass

    def epoch(self, row: Mapping[str, float]) -> None:
        pass

    def finish(self) -> None:
        pass


class PlainLines(Silent):
    """One line an epoch, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def start(self, epoch: int, epochs: int) -> None:
        self.first, self.epochs, self.began = epoch, epochs, time.monotonic()

    def epoch(self, row: Mapping[str, float]) -> None:
        now = int(row["epoch"])
        each = (time.monotonic() - self.began) / max(now - self.first, 1)
        left = clock(each * (self.epochs - now))
        print(f"epoch {now}/{self.epochs}  {figures(row)}  {left} left", file=self.stream, flush=True)


class LiveLine(Silent):
    """One line that is redrawn in place, at most ten times a second, by rich; without a thread of its own."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, ProgressColumn, TextColumn
        from rich.progress import Progress as Bar
        from rich.table import Column

        console = Console(file=stream)
        columns: list[ProgressColumn] = [
            TextColumn("{task.fields[line]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
        ]
        if console.width >= BAR + LONGEST:  # else the figures need the room
            columns.insert(0, BarColumn(BAR, complete_style="cyan", finished_style="cyan"))
        self.bar = Bar(*columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False)
        self.row: Mapping[str, float] | None = None
        self.drawn = 0.0

    def start(self, epoch: int, epochs: int) -> None:
        self.epochs = epochs
        self.task = self.bar.add_task("", total=epochs, completed=epoch, line="")
        self.bar.start()
        self._draw(epoch + 1, epoch)

    def batch(self, epoch: int, done: int, total: int) -> None:
        if time.monotonic() - self.drawn > EVERY:
            self._draw(epoch, epoch - 1 + done / total)

    def epoch(self, row: Mapping[str, float]) -> None:
        self.row = row

    def finish(self) -> None:
        if self.row is not None:
            self._draw(int(self.row["epoch"]), self.row["epoch"])
        self.bar.stop()

    def _draw(self, epoch: int, completed: float) -> None:
        self.bar.update(self.task, completed=completed)
        left = self.bar.tasks[self.task].time_remaining
        figures_of_last = f"{figures(self.row)}  " if self.row else ""
        rest = "--:--" if left is None else clock(left)
        line = f"epoch {min(epoch, self.epochs)}/{self.epochs}  {figures_of_last}{rest} left"
        self.bar.update(self.task, line=line, refresh=True)
        self.drawn = time.monotonic()


def figures(row: Mapping[str, float]) -> str:
    """The figures of an epoch that a person follows."""
    text = f"loss {row['loss']:.4f}  r {row['pearson']:.3f}"
    if "validation_pearson" in row:
        text += f"  held-out r {row['validation_pearson']:.3f}"
    return text + f"  {row['images_per_second']:.0f} images/s"


def clock(seconds: float) -> str:
    """``02:05``, or ``1:02:05``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}:" if hours else "") + f"{minutes:02d}:{rest:02d}"


def default_progress(quiet: bool = False, stream: TextIO | None = None) -> Progress:
    """The kind of progress that fits the stream (standard error unless given)."""
    stream = stream or sys.stderr
    if quiet:
        return Silent()
    live = stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")
    return LiveLine(stream) if live else PlainLines(stream)
