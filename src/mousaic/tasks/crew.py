"""Who does the tasks of a study: this process, several of this machine, a Dask cluster, or each one of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from mousaic.device import processors
from mousaic.errors import MousaicError
from mousaic.locks import alone_in

COUNT = 0
"""The number of a task that is none: the tasks are counted, and none is done."""


@dataclass(frozen=True)
class Crew:
    """How the tasks of a study are done. Results are the same bytes whoever does them.

    Attributes:
        jobs: processes of this machine, 1 or more; each takes its share of the processors.
        cluster: the address of a Dask scheduler, such as ``tcp://host:8786``; empty: none.
        only: do this task alone, counted from 1, keep its result, and conclude nothing; :data:`COUNT` counts them.
    """

    jobs: int = 1
    cluster: str = ""
    only: int | None = None

    def __post_init__(self) -> None:
        """Raise a MousaicError where that cannot be had."""
        if self.jobs < 1:
            raise MousaicError(f"--jobs must be at least 1, not {self.jobs}.")
        if self.cluster and self.jobs > 1:
            raise MousaicError("The workers of --cluster are its jobs: leave --jobs out.")
        if self.only is not None and (self.only < COUNT or self.cluster or self.jobs > 1):
            raise MousaicError("--task is the number of one task, from 1: leave --jobs and --cluster out.")

    @property
    def alone(self) -> bool:
        """Whether this process does all tasks itself, one after another."""
        return self.jobs == 1 and not self.cluster

    @contextmanager
    def in_place(self, place: Path) -> Iterator[None]:
        """Alone in a folder, as :func:`mousaic.locks.alone_in`; those who do one task each share it."""
        with alone_in(place) if self.only is None else nullcontext():
            yield


ALONE = Crew()


def threads_each(jobs: int) -> int:
    """The threads of each of so many processes on this machine."""
    return max(1, processors() // jobs)
