"""How far tasks that take long are, on standard error, and what is kept of them where the person stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mousaic.console import aside, silent

if TYPE_CHECKING:
    from mousaic.uses.done_fold import DoneFold


@contextmanager
def kept_tasks(folder: Path, lang: str = "en") -> Iterator[Callable[[int, int], None]]:
    """Whom to tell how many tasks are done of how many: stopped by Ctrl-C, that many are said to be in the folder."""
    from mousaic.said import told
    from mousaic.words.put import put

    last: tuple[int, int] | None = None

    def note(done: int, tasks: int) -> None:
        nonlocal last
        last = done, tasks

    try:
        yield note
    except KeyboardInterrupt:
        if last is not None:
            aside(put(told("tasks_stopped", done=last[0], tasks=last[1], folder=str(folder)), lang))
        raise


def left_words(seconds: float) -> str:
    """``4:05 left``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} left"


class FoldWords(NamedTuple):
    """Keys of what is said of a fold, and of one done before."""

    done: str
    before: str


OF_NORMAL_IMAGES = FoldWords("odd_learned", "odd_learned_before")
OF_CLASSIFIERS = FoldWords("told_fold", "told_fold_kept")


@contextmanager
def shown_folds(folder: Path, lang: str, words: FoldWords, quiet: bool = False) -> Iterator[Callable[[DoneFold], None]]:
    """Whom to tell of folds: a line for each; and, stopped by Ctrl-C, how many are kept in the folder."""
    from mousaic.said import told
    from mousaic.words.put import put

    show = silent if quiet else aside
    with kept_tasks(folder, lang) as note:

        def tell(done: DoneFold) -> None:
            note(done.number, done.folds)
            minutes, rest = divmod(round(done.left), 60)
            key = words.done if done.seconds else words.before
            show(put(told(key, **done._asdict(), minutes=minutes, rest=rest), lang))

        yield tell
