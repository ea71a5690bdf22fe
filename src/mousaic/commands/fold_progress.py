"""How far folds are that take long, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mousaic.console import aside

if TYPE_CHECKING:
    from mousaic.uses.done_fold import DoneFold


class FoldWords(NamedTuple):
    """Keys of what is said of a fold, of one done before, and of those that are kept when the person stops."""

    done: str
    before: str
    stopped: str


OF_NORMAL_IMAGES = FoldWords("odd_learned", "odd_learned_before", "odd_stopped")
OF_CLASSIFIERS = FoldWords("told_fold", "told_fold_kept", "told_stopped")


@contextmanager
def shown_folds(folder: Path, lang: str, words: FoldWords) -> Iterator[Callable[[DoneFold], None]]:
    """Whom to tell of folds: a line for each; and, stopped by Ctrl-C, how many are kept in the folder."""
    from mousaic.said import told
    from mousaic.words.put import put

    last: DoneFold | None = None

    def tell(done: DoneFold) -> None:
        nonlocal last
        last = done
        minutes, rest = divmod(round(done.left), 60)
        key = words.done if done.seconds else words.before
        aside(put(told(key, **done._asdict(), minutes=minutes, rest=rest), lang))

    try:
        yield tell
    except KeyboardInterrupt:
        if last is not None:
            aside(put(told(words.stopped, done=last.number, folds=last.folds, folder=str(folder)), lang))
        raise
