"""Every epoch as a step of a Weights & Biases run, offline, in ``logs/wandb``: nothing is sent until ``wandb sync``."""

from __future__ import annotations

from typing import Any

from mousaic.extras import needed
from mousaic.files import read_text, write_text
from mousaic.training.loggers.epoch_logs import Logged, Row, tag

LAST = "last_epoch.txt"


class WandbRun:
    """A folder each time a training goes on, all with one id: ``wandb sync --append`` joins them.

    What is offline cannot be asked what it was told of, so that the last epoch is noted beside it.
    """

    @staticmethod
    def check() -> None:
        """Raise where wandb is missing."""
        needed("wandb", "wandb")

    def __init__(self, training: Logged) -> None:
        wandb: Any = needed("wandb", "wandb")
        place = training.folder / "wandb"
        place.mkdir(parents=True, exist_ok=True)
        self.note = place / LAST
        self.last = int(read_text(self.note)) if self.note.is_file() else 0
        self.run = wandb.init(
            project="mousaic", id=training.mark, name=training.name, dir=str(training.folder), mode="offline",
            config=dict(training.parameters), settings=wandb.Settings(silent=True, console="off"),
        )  # fmt: skip

    def epoch(self, row: Row) -> None:
        """An epoch that comes again has the same figures, and is told of already."""
        step = int(row["epoch"])
        if step > self.last:
            self.run.log({tag(name): value for name, value in row.items() if name != "epoch"}, step=step)
            write_text(self.note, f"{step}\n")
            self.last = step

    def close(self) -> None:
        """Writes what is left."""
        self.run.finish()
