"""What a person sees while training: one live line on a terminal, one plain line an epoch elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Protocol, TextIO


class Progress(Protocol):
    """Told of every batch and epoch. Figures are of complete epochs, so telling costs no computation."""

    def start(self, epoch: int, epochs: int) -> None: ...
    def batch(self, epoch: int, done: int, total: int) -> None: ...
    def epoch(self, row: Mapping[str, float]) -> None: ...
    def finish(self) -> None: ...


class Silent:
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
        self.clock = Clock()

    def start(self, epoch: int, epochs: int) -> None:
        self.clock.start(epoch, epochs)

    def epoch(self, row: Mapping[str, float]) -> None:
        self.clock.epoch = int(row["epoch"])
        now, left = f"epoch {self.clock.epoch}/{self.clock.epochs}", self.clock.left(0.0)
        print(f"{now}  {figures(row)}  {left} left", file=self.stream, flush=True)


class LiveLine:
    """One line that is redrawn in place, at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.clock = Clock()
        self.last: Mapping[str, float] | None = None
        self.drawn = 0.0

    def start(self, epoch: int, epochs: int) -> None:
        self.clock.start(epoch, epochs)
        self._draw(0.0)

    def batch(self, epoch: int, done: int, total: int) -> None:
        if time.monotonic() - self.drawn > 0.1:
            self._draw(done / total)

    def epoch(self, row: Mapping[str, float]) -> None:
        self.last, self.clock.epoch = row, int(row["epoch"])
        self._draw(0.0)

    def finish(self) -> None:
        self.stream.write("\n")
        self.stream.flush()

    def _draw(self, share: float) -> None:
        self.drawn = time.monotonic()
        now = f"epoch {min(self.clock.epoch + 1, self.clock.epochs)}/{self.clock.epochs}"
        rest = (f"  {figures(self.last)}" if self.last else "") + f"  {self.clock.left(share)} left"
        done = min((self.clock.epoch + share) / max(self.clock.epochs, 1), 1.0)
        text = f"{now}{bar(done, _width() - len(now + rest) - 1)}{rest}"
        self.stream.write("\r" + text[: _width()] + "\x1b[K")
        self.stream.flush()


def bar(done: float, room: int) -> str:
    """A bar of at most 20 characters, or nothing where the figures need the room."""
    length = min(room, 20)
    if length < 5:
        return ""
    full = round(length * done)
    return " " + "━" * full + "─" * (length - full)


class Clock:
    """How long the rest will take, from the pace so far."""

    def start(self, epoch: int, epochs: int) -> None:
        self.first = self.epoch = epoch
        self.epochs = epochs
        self.began = time.monotonic()

    def left(self, share: float) -> str:
        done = self.epoch + share - self.first
        if done <= 0:
            return "--:--"
        seconds = round((time.monotonic() - self.began) / done * (self.epochs - self.epoch - share))
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return (f"{hours}:" if hours else "") + f"{minutes:02d}:{seconds % 60:02d}"


def figures(row: Mapping[str, float]) -> str:
    """The figures of an epoch that a person follows."""
    text = f"loss {row['loss']:.4f}  r {row['pearson']:.3f}"
    if "validation_pearson" in row:
        text += f"  validation r {row['validation_pearson']:.3f}"
    return text + f"  {row['images_per_second']:.0f} images/s"


def default_progress(quiet: bool = False, stream: TextIO | None = None) -> Progress:
    """The kind of progress that fits the stream (standard error unless given)."""
    stream = stream or sys.stderr
    if quiet:
        return Silent()
    return LiveLine(stream) if stream.isatty() else PlainLines(stream)


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns - 1
