"""Who trains the members: this process all of them, or several processes (:mod:`mousaic.training.ranks`), which have
some members each, or some images of each batch."""

from __future__ import annotations

from typing import Protocol

from mousaic.config import Config
from mousaic.training.checkpoint import TrainingState
from mousaic.training.steps.backend import make_step
from mousaic.training.steps.step import Step


class Division(Protocol):
    """What the loop says and asks of whoever trains; the loop itself runs in one process, which keeps the state."""

    def check(self, config: Config) -> None:
        """Raise a MousaicError where such a training cannot be divided so."""
        ...

    def images_over(self, config: Config) -> int:
        """Over how many processes the images of a batch are divided, which rounds gradients otherwise; 1: they are
        not."""
        ...

    def make_step(self, backend: str, state: TrainingState, config: Config, threads: int) -> Step:
        """The step that trains ``state``: as :func:`mousaic.training.steps.backend.make_step`."""
        ...

    def collect(self, everything: bool) -> None:
        """Bring what was learned into the state: the weights, or all that a checkpoint keeps."""
        ...

    def changed(self) -> None:
        """The state, which was collected, is another now than what its trainers have."""
        ...

    def end(self) -> None:
        """No more is to be trained."""
        ...


class OneProcess:
    """All members here: what is learned is in the state at once."""

    def check(self, config: Config) -> None:
        """Anything goes."""

    def images_over(self, config: Config) -> int:
        """They are not."""
        return 1

    def make_step(self, backend: str, state: TrainingState, config: Config, threads: int) -> Step:
        """The step itself."""
        return make_step(backend, state, config, threads)

    def collect(self, everything: bool) -> None:
        """It is there."""

    def changed(self) -> None:
        """So it is for the step."""

    def end(self) -> None:
        """Nobody waits."""


ONE_PROCESS = OneProcess()
