"""How far the folds of normal images are, on standard error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mousaic.console import aside

if TYPE_CHECKING:
    from mousaic.uses.anomalies import DoneFold


class FoldProgress:
    """A line on standard error for each fold; and, stopped, how many are kept."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder, self.lang = folder, lang
        self.done: DoneFold | None = None

    def tell(self, done: DoneFold) -> None:
        """A fold has been learned, or was before."""
        from mousaic.said import told
        from mousaic.words.put import put

        self.done = done
        minutes, rest = divmod(round(done.left), 60)
        key = "odd_learned" if done.seconds else "odd_learned_before"
        aside(put(told(key, **done._asdict(), minutes=minutes, rest=rest), self.lang))

    def stopped(self) -> None:
        """The person stopped it."""
        from mousaic.said import told
        from mousaic.words.put import put

        if self.done is not None:
            said = told("odd_stopped", done=self.done.number, folds=self.done.folds, folder=str(self.folder))
            aside(put(said, self.lang))
