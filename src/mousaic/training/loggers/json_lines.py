"""Every epoch as a line of JSON, for whoever reads along: ``logs/epochs.jsonl``."""

from __future__ import annotations

import json
import math

from mousaic.files import explained, write_text
from mousaic.training.loggers.epoch_logs import Logged, Row

FILE = "epochs.jsonl"


class JsonLines:
    """A line an epoch, added as it is complete; of an interrupted training the lines that come again are taken off."""

    def __init__(self, training: Logged) -> None:
        self.path = training.folder / FILE
        with explained(self.path):
            training.folder.mkdir(exist_ok=True)
            write_text(self.path, "".join(map(_line, training.history)))

    def epoch(self, row: Row) -> None:
        """Adds its line."""
        with explained(self.path), open(self.path, "a", encoding="utf-8", newline="\n") as file:
            file.write(_line(row))

    def close(self) -> None:
        """Nothing is open between epochs."""


def _line(row: Row) -> str:
    """JSON has no infinities."""
    return json.dumps({name: value if math.isfinite(value) else None for name, value in row.items()}) + "\n"
