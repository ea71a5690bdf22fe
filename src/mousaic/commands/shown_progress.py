"""How far a command is, on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mousaic.report.findings.spoken import Speaker
    from mousaic.said import Said, Say
    from mousaic.training.progress import Progress


@contextmanager
def shown_progress(quiet: bool, lang: str = "en", speaker: Speaker | None = None) -> Iterator[Progress]:
    """Whom to tell of trainings and stages; the line that is alive is closed at the end, also of Ctrl-C.

    Args:
        speaker: who learns whether there are images or vectors, where nobody knows before.
    """
    from mousaic.training.default_progress import default_progress
    from mousaic.words.of_rows import spoken_of
    from mousaic.words.put import put

    def words(said: Said) -> str:
        return put(said, spoken_of(lang, speaker is None or speaker.grid))

    progress = default_progress(quiet, words=words)
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
