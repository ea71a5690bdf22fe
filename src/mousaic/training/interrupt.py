"""Ctrl-C and SIGTERM: the first asks the loop to finish its batch and save, the second stops at once."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any


class Interrupted(Exception):
    """The user asked to stop; the state is saved in the run folder ``path``."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(f"Stopped and saved in {path}." if path else "Stopped and saved.")
        self.path = path


class Interrupt:
    """A context in which signals set ``asked`` instead of ending the program.

    Outside the main thread, where Python allows no signal handlers, it does nothing.
    """

    def __init__(self) -> None:
        self.asked = False
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._previous[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
