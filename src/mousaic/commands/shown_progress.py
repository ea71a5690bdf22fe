"""How far a command is, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mousaic.said import Said, Say
    from mousaic.training.progress import Progress


@contextmanager
def shown_progress(quiet: bool, lang: str = "en") -> Iterator[Progress]:
    """Whom to tell of trainings and stages; the line that is alive is closed at the end, also of Ctrl-C."""
    from mousaic.training.default_progress import default_progress
    from mousaic.words.put import put

    progress = default_progress(quiet, words=lambda said: put(said, lang))
    try:
        yield progress
    finally:
        progress.finish()


def between(progress: Progress, say: Say) -> Say:
    """Sentences between lines that are alive."""

    def said(one: Said) -> None:
        progress.finish()
        say(one)

    return said
