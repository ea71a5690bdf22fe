"""That a process of a divided training is gone."""

from __future__ import annotations

from mousaic.errors import MousaicError

UNTOLD = (
    "Another process of this command has ended before it was done: a training goes on from its last checkpoint with "
    "mousaic train --resume and its run folder."
)


class Lost(MousaicError):
    """A process of this training has ended before it was done."""

    def __init__(self, message: str = UNTOLD) -> None:
        super().__init__(message)
