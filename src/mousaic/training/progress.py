"""What a person sees of long work: one live line on a terminal; elsewhere one plain line an epoch, and now and then one
of what else takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TextIO, runtime_checkable

from mousaic.said import Said, told
from mousaic.stages import Stage

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

EVERY = 0.1
"""Seconds between two drawings of the live line; drawing more often would slow the training down."""
SELDOM = 5.0
"""Seconds between two plain lines about stages: what takes less is not told of."""
BAR, LONGEST = 20, 85
"""Characters of the bar, and of the longest line of figures that stands beside it."""


@runtime_checkable
class Progress(Protocol):
    """Told of every batch and epoch, and of the stages of what is no training.

    Figures are of complete epochs, so telling costs no computation.
    """

    def start(self, epoch: int, epochs: int) -> None:
        """The training goes on after ``epoch`` complete epochs of ``epochs``."""

    def batch(self, epoch: int, done: int, total: int) -> None:
        """So many images of epoch number ``epoch`` (from 1) are done."""

    def epoch(self, row: Mapping[str, float]) -> None:
        """An epoch is complete; ``row`` is its line of ``history.csv``."""

    def stage(self, what: Said, done: float) -> None:
        """A stage of other work begins, or goes on, with so large a share of all of it done: 0 to 1."""

    def finish(self) -> None:
        """The training or the other work has ended, or was interrupted; or a line of another kind follows."""


class Silent(Progress):
    """Says nothing."""

    def start(self, epoch: int, epochs: int) -> None:
        pass

    def batch(self, epoch: int, done: int, total: int) -> None:
        pass

    def epoch(self, row: Mapping[str, float]) -> None:
        pass

    def stage(self, what: Said, done: float) -> None:
        pass

    def finish(self) -> None:
        pass


class Within(Silent):
    """A training as one stage of longer work: ``tell`` is told how much of it is done, 0 to 1."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self.tell = tell

    def start(self, epoch: int, epochs: int) -> None:
        self.epochs = epochs

    def batch(self, epoch: int, done: int, total: int) -> None:
        self.tell((epoch - 1 + done / total) / self.epochs)


def as_stage(stage: Stage, what: Said, done: float, total: float, own: float = 1) -> Within:
    """A training that is ``own`` of ``total`` units of work, of which ``done`` are done before it."""

    def tell(share: float) -> None:
        stage(what, (done + own * share) / total)

    tell(0.0)
    return Within(tell)


class Pace:
    """How long the rest of some work takes, if it goes on as so far."""

    def __init__(self, done: float) -> None:
        self.first, self.last, self.began = done, done, time.monotonic()

    def left(self, done: float) -> str:
        """``02:05``, or dashes while too little is done to say."""
        self.last = done
        since = done - self.first
        return "--:--" if since < 0.01 else clock((time.monotonic() - self.began) / since * (1 - done))


class PlainLines(Silent):
    """One line an epoch, for logs and pipes."""

    def __init__(self, stream: TextIO, words: Callable[[Said], str] = str) -> None:
        self.stream, self.words = stream, words
        self.pace: Pace | None = None
        self.shown = time.monotonic()

    def start(self, epoch: int, epochs: int) -> None:
        self.first, self.epochs, self.began = epoch, epochs, time.monotonic()

    def epoch(self, row: Mapping[str, float]) -> None:
        now = int(row["epoch"])
        each = (time.monotonic() - self.began) / max(now - self.first, 1)
        left = clock(each * (self.epochs - now))
        print(f"epoch {now}/{self.epochs}  {figures(row)}  {left} left", file=self.stream, flush=True)

    def stage(self, what: Said, done: float) -> None:
        if self.pace is None or done < self.pace.last:
            self.pace, self.shown = Pace(done), time.monotonic()
        left = told("time_left", left=self.pace.left(done))
        if time.monotonic() - self.shown >= SELDOM:
            self.shown = time.monotonic()
            print(f"{100 * done:3.0f} %  {self.words(what)}  {self.words(left)}", file=self.stream, flush=True)


class LiveLine(Silent):
    """One line that is redrawn in place, at most ten times a second, by rich; without a thread of its own."""

    def __init__(self, stream: TextIO, words: Callable[[Said], str] = str) -> None:
        self.stream, self.words = stream, words
        self.bar: Bar | None = None
        self.row: Mapping[str, float] | None = None
        self.pace: Pace | None = None
        self.drawn, self.what = 0.0, ""

    def start(self, epoch: int, epochs: int) -> None:
        self.finish()
        self.epochs, self.row = epochs, None
        self._open(epochs, epoch, transient=False)
        self._draw(epoch + 1, epoch)

    def batch(self, epoch: int, done: int, total: int) -> None:
        if time.monotonic() - self.drawn > EVERY:
            self._draw(epoch, epoch - 1 + done / total)

    def epoch(self, row: Mapping[str, float]) -> None:
        self.row = row

    def stage(self, what: Said, done: float) -> None:
        if self.pace is None or done < self.pace.last or self.bar is None:
            self.finish()
            self.pace = Pace(done)
            self._open(1.0, 0, transient=True)
        left, words = told("time_left", left=self.pace.left(done)), self.words(what)
        if words != self.what or time.monotonic() - self.drawn > EVERY:
            self.what = words
            self._show(done, f"{words}  {self.words(left)}")

    def finish(self) -> None:
        if self.bar is None:
            return
        if self.pace is None and self.row is not None:
            self._draw(int(self.row["epoch"]), self.row["epoch"])
        self.bar.stop()
        self.bar = self.pace = None

    def _open(self, total: float, completed: int, transient: bool) -> None:
        """A line of its own, which is wiped away at its end if it is ``transient``."""
        from rich.console import Console
        from rich.progress import BarColumn, ProgressColumn, TextColumn
        from rich.progress import Progress as Bar
        from rich.table import Column

        console = Console(file=self.stream)
        columns: list[ProgressColumn] = [
            TextColumn("{task.fields[line]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
        ]
        if console.width >= BAR + LONGEST:  # else the figures need the room
            columns.insert(0, BarColumn(BAR, complete_style="cyan", finished_style="cyan"))
        self.bar = Bar(
            *columns, console=console, auto_refresh=False, redirect_stdout=False, redirect_stderr=False,
            transient=transient,
        )  # fmt: skip
        self.task = self.bar.add_task("", total=total, completed=completed, line="")
        self.bar.start()

    def _draw(self, epoch: int, completed: float) -> None:
        assert self.bar is not None
        self.bar.update(self.task, completed=completed)
        left = self.bar.tasks[self.task].time_remaining
        figures_of_last = f"{figures(self.row)}  " if self.row else ""
        rest = "--:--" if left is None else clock(left)
        self._show(completed, f"epoch {min(epoch, self.epochs)}/{self.epochs}  {figures_of_last}{rest} left")

    def _show(self, completed: float, line: str) -> None:
        assert self.bar is not None
        self.bar.update(self.task, completed=completed, line=line, refresh=True)
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
