"""Keep the image libraries from writing to the terminal, and remember what they wanted to say.

Warning filters and loggers belong to the whole process, so several reading threads share one change of
them; what each thread caused is kept apart.
"""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.Lock()
_heard = threading.local()
_users = 0
_saved: list[warnings.catch_warnings[Any]] = []


class _Listener(logging.Filter):
    """Lets nothing through to the handlers; notes the warnings and errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            _note(record.getMessage())
        return False


_listener = _Listener()
_LOGGERS = ("tifffile", "pydicom", "PIL", "PIL.PngImagePlugin", "PIL.TiffImagePlugin", "PIL.Image")


def _note(message: str) -> None:
    heard = getattr(_heard, "messages", None)
    if heard is not None:
        heard.append(message)


def _show(message: Warning | str, *_: Any, **__: Any) -> None:
    _note(str(message))


@contextmanager
def quiet() -> Iterator[list[str]]:
    """While inside, this thread's warnings and log lines of the image libraries go to the list that is given."""
    global _users
    with _lock:
        _users += 1
        if _users == 1:
            catcher = warnings.catch_warnings()
            catcher.__enter__()
            warnings.simplefilter("always")
            warnings.showwarning = _show
            _saved.append(catcher)
            for name in _LOGGERS:
                logging.getLogger(name).addFilter(_listener)
    before = getattr(_heard, "messages", None)
    messages: list[str] = []
    _heard.messages = messages
    try:
        yield messages
    finally:
        _heard.messages = before
        with _lock:
            _users -= 1
            if _users == 0:
                for name in _LOGGERS:
                    logging.getLogger(name).removeFilter(_listener)
                _saved.pop().__exit__(None, None, None)
