"""Every epoch as events of TensorBoard, in ``logs/tensorboard``."""

from __future__ import annotations

from mousaic.extras import needed
from mousaic.training.loggers.epoch_logs import Logged, Row, tag


class TensorboardEvents:
    """A file of events each time a training goes on; epochs that come again replace those of the file before."""

    @staticmethod
    def check() -> None:
        """Raise where TensorBoard is missing."""
        needed("tensorboard", "tensorboard")

    def __init__(self, training: Logged) -> None:
        self.check()
        kept = needed("torch.utils.tensorboard", "tensorboard")
        self.writer = kept.SummaryWriter(str(training.folder / "tensorboard"), purge_step=len(training.history) + 1)

    def epoch(self, row: Row) -> None:
        """One scalar a figure."""
        for name, value in row.items():
            if name != "epoch":
                self.writer.add_scalar(tag(name), value, int(row["epoch"]))
        self.writer.flush()

    def close(self) -> None:
        """Closes the file."""
        self.writer.close()
