"""The tasks of a study: those that are kept are taken, the others done; results come in the tasks' order."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any, TypeVar

from mousaic.console import silent
from mousaic.errors import MousaicError, OneTask
from mousaic.said import told
from mousaic.stages import Stage, untold
from mousaic.tasks.crew import ALONE, COUNT, Crew
from mousaic.tasks.engines import Came, done, engine
from mousaic.tasks.kept_results import Keeper
from mousaic.tasks.work import Finished, Pace, Work

T = TypeVar("T")
R = TypeVar("R")


def results_of(
    work: Work[Any, T, R],
    kept: Keeper[T, R],
    crew: Crew = ALONE,
    tell: Callable[[Finished[T, R]], None] = silent,
    stage: Stage = untold,
) -> Iterator[R]:
    """The result of every task, in their order, whatever the order in which they are done.

    What is kept is not done again. A result is kept as soon as it is there, and only then is it told of: so whoever
    stops, or is stopped, has lost no more than the tasks that were being done.

    Args:
        kept: where results are, and are kept.
        crew: who does the tasks.
        tell: told of each task that is done, in the order in which they are; first of those that were kept.
        stage: told how far all of it is.

    Raises:
        MousaicError: of a task, or of who should have done it.
        OneTask: the crew does one task only, or none.
    """
    if crew.only is not None:
        _do_one(work, kept, crew.only)
    waiting, tasks = [], work.tasks
    for place, task in enumerate(tasks):
        known = kept.find(task)
        if known is None:
            waiting.append(place)
        else:
            tell(Finished(task, known, place + 1 - len(waiting), len(tasks), 0.0, 0.0))
    others, ready = set(waiting), dict[int, R]()
    with closing(_as_they_come(work, waiting, kept, crew, tell, stage)) as coming:
        for place, task in enumerate(tasks):
            while place in others and place not in ready:
                came = next(coming)
                ready[came.place] = came.result
            found = ready.pop(place) if place in others else kept.find(task)
            if found is None:
                raise MousaicError(f"A result in {kept.folder} was taken away: the same command does it again.")
            yield found


def _as_they_come(
    work: Work[Any, T, R],
    waiting: list[int],
    kept: Keeper[T, R],
    crew: Crew,
    tell: Callable[[Finished[T, R]], None],
    stage: Stage,
) -> Generator[Came, None, None]:
    """The tasks at these places as they are done, each kept and told of."""
    count = len(work.tasks)
    number = count - len(waiting)

    def share(own: float) -> None:
        stage(told("stage_task", number=number + 1, of=count), (number + own) / count)

    pace, began = Pace([work.kind(work.tasks[place]) for place in waiting]), time.perf_counter()
    if waiting:
        share(0.0)
    with closing(engine(crew, work, waiting, share)) as coming:
        for came in coming:
            task = work.tasks[came.place]
            kept.keep(task, came.result)
            number += 1
            left = pace.left(work.kind(task), came.seconds, time.perf_counter() - began)
            tell(Finished(task, came.result, number, count, came.seconds, left))
            if number < count:
                share(0.0)
            yield came


def _do_one(work: Work[Any, T, R], kept: Keeper[T, R], only: int) -> None:
    """Do the task of that number, unless it is kept already; or none, and only count them."""
    count = len(work.tasks)
    if only > count:
        raise MousaicError(f"--task cannot be {only}: there are only {count} tasks.")
    if only != COUNT:
        task = work.tasks[only - 1]
        if kept.find(task) is None:
            kept.keep(task, done(work, only - 1, work.threads).result)
    raise OneTask(count)
