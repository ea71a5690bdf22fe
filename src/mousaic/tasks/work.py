"""A study as independent tasks: each follows from what all share and from itself alone, so any process may do it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
Share: TypeAlias = Callable[[float], None]
"""Told how much of a task is done, 0 to 1."""


@dataclass(frozen=True)
class Work(Generic[S, T, R]):
    """The tasks of a study. All of it travels between processes.

    Attributes:
        do: does one task: from what all share, the task, and whom to tell how far it is; a function of a module.
        shared: what all tasks need, such as the images.
        tasks: small, and as many as there are results.
        kind: tasks of one kind take about as long.
        threads: of each task; 0: as many as its process has.
    """

    do: Callable[[S, T, Share], R]
    shared: S
    tasks: Sequence[T]
    kind: Callable[[T], Hashable]
    threads: int = 0


@dataclass(frozen=True)
class Finished(Generic[T, R]):
    """What the caller is told when a task is done."""

    task: T
    result: R
    number: int
    """So many are done, this one among them; others may be told of later though they come before it."""
    tasks: int
    seconds: float
    """0 where it had been done before."""
    left: float
    """Seconds that the others will take."""


class Pace:
    """How long the tasks that are left will take: as the others of their kind, or as all others on average."""

    def __init__(self, waiting: Sequence[Hashable]) -> None:
        """``waiting``: the kind of each task."""
        self._waiting, self._spent = list(waiting), dict[Hashable, list[float]]()
        self._total, self._clock = 0.0, 0.0

    def left(self, kind: Hashable, seconds: float, since: float) -> float:
        """Seconds until the last task is done.

        Args:
            kind, seconds: of the task that has been done.
            since: seconds since the first began: of tasks done at once less than their sum.
        """
        self._waiting.remove(kind)
        self._spent.setdefault(kind, []).append(seconds)
        self._total, every = self._total + seconds, [one for spent in self._spent.values() for one in spent]
        usual = sum(every) / len(every)
        means = {kind: sum(spent) / len(spent) for kind, spent in self._spent.items()}
        return sum(means.get(one, usual) for one in self._waiting) * min(1.0, since / max(self._total, 1e-9))
