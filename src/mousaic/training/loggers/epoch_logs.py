"""The loggers of a training, by name: each is told of every epoch once, also of trainings that were interrupted.

A logger never draws a random number, so a run has the same bytes with it and without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from mousaic.errors import MousaicError, in_one_line
from mousaic.registry import Registry

Row = Mapping[str, float]
"""A line of ``history.csv``: figures by name, and ``epoch``, from 1."""


class Logged(NamedTuple):
    """The training that is logged."""

    folder: Path
    """``logs`` of the run folder, for whatever is kept on this disk."""
    name: str
    mark: str
    """What no other run has."""
    parameters: Mapping[str, Any]
    history: Sequence[Row]
    """The epochs that are complete already. An interrupted training may have been told of more: these come again."""


class EpochLog(Protocol):
    """One logger at work."""

    def epoch(self, row: Row) -> None:
        """An epoch is complete."""

    def close(self) -> None:
        """The training has ended, or was interrupted."""


LOGGERS: Registry[Callable[[Logged], EpochLog]] = Registry("log")
LOGGERS.register("jsonl", "mousaic.training.loggers.json_lines:JsonLines")
LOGGERS.register("tensorboard", "mousaic.training.loggers.tensorboard_events:TensorboardEvents")
LOGGERS.register("mlflow", "mousaic.training.loggers.mlflow_run:MlflowRun")
LOGGERS.register("wandb", "mousaic.training.loggers.wandb_run:WandbRun")


def check_logs(names: Iterable[str]) -> None:
    """Raise where there is no such log, or its package is missing: before a training begins."""
    for name in names:
        getattr(LOGGERS.load(name), "check", lambda: None)()


def tag(figure: str) -> str:
    """What a figure is called where names have parts.

    Examples:
        >>> tag("loss"), tag("validation_pearson")
        ('train/loss', 'validation/pearson')
    """
    part, _, rest = figure.partition("_")
    return f"validation/{rest}" if part == "validation" else f"train/{figure}"


class EpochLogs:
    """All loggers of a training.

    Raises:
        MousaicError: a log cannot be opened or written; the message names it. The run's last checkpoint is kept.
    """

    def __init__(self, names: Iterable[str], training: Logged) -> None:
        self._open: dict[str, EpochLog] = {}
        for name in names:
            self._try(name, partial(self._add, name, training))

    def epoch(self, row: Row) -> None:
        """An epoch is complete."""
        for name, log in self._open.items():
            self._try(name, partial(log.epoch, row))

    def close(self) -> None:
        """The training has ended, or was interrupted."""
        while self._open:
            name, log = self._open.popitem()
            self._try(name, log.close)

    def _add(self, name: str, training: Logged) -> None:
        self._open[name] = LOGGERS.load(name)(training)

    def _try(self, name: str, what: Callable[[], None]) -> None:
        """Other people's code may raise anything."""
        try:
            what()
        except MousaicError:
            raise
        except Exception as error:
            raise MousaicError(
                f"The log {name} cannot be written ({in_one_line(error)}): mend that and go on with --resume."
            ) from error
