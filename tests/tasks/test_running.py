"""Whoever does tasks, in whatever order: the same results, in theirs; and what is done is not done again."""

from __future__ import annotations

import os
import time
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from mousaic.errors import MousaicError, OneTask
from mousaic.said import Said
from mousaic.tasks.crew import Crew, threads_each
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished, Pace
from tests.tasks.toys import Power, Raised, kept, work

TASKS = [Power(1), Power(2), Power(3), Power(4)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int, tmp_path: Path) -> None:
    told: list[Finished[Power, Raised]] = []
    keeper = kept(tmp_path)
    first = Power(1, after=keeper.path(TASKS[1])) if jobs > 1 else TASKS[0]
    found = list(results_of(work(first, *TASKS[1:]), keeper, Crew(jobs), told.append))
    assert [one.values.tolist() for one in found] == [[0, 1, 2**task.exponent] for task in TASKS]
    assert {one.by for one in found}.isdisjoint({os.getpid()}) == (jobs > 1)
    assert [one.number for one in told] == [1, 2, 3, 4] and {one.tasks for one in told} == {4}
    assert all(one.seconds > 0 for one in told) and told[-1].left == 0
    assert len(list(tmp_path.iterdir())) == 4
    assert [one.task for one in told].index(first) >= jobs - 1  # the first has waited for the second


def test_what_is_kept_is_taken_and_what_is_damaged_done_again(tmp_path: Path) -> None:
    first = list(results_of(work(*TASKS[1:]), kept(tmp_path)))
    files = sorted(tmp_path.iterdir())
    files[0].write_bytes(files[0].read_bytes()[:-3] + b"\0\1\2")
    told: list[Finished[Power, Raised]] = []
    again = list(results_of(work(*TASKS[1:]), kept(tmp_path), tell=told.append))
    assert [one.seconds > 0 for one in told] == [False, False, True] and [one.number for one in told] == [1, 2, 3]
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
    told.clear()  # of another study
    list(results_of(work(*TASKS[1:]), kept(tmp_path, np.arange(4.0)), tell=told.append))
    assert all(one.seconds > 0 for one in told)


@pytest.mark.parametrize("jobs", [1, 2])
def test_who_stops_keeps_what_is_done(jobs: int, tmp_path: Path) -> None:
    def stop(done: Finished[Power, Raised]) -> None:
        if done.number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(results_of(work(*TASKS), kept(tmp_path), Crew(jobs), stop))
    assert len(list(tmp_path.iterdir())) == 2
    told: list[Finished[Power, Raised]] = []
    list(results_of(work(*TASKS), kept(tmp_path), Crew(jobs), told.append))
    assert [one.seconds > 0 for one in told] == [False, False, True, True]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_task_that_cannot_be_done_says_why_and_the_others_are_kept(jobs: int, tmp_path: Path) -> None:
    with pytest.raises(MousaicError, match="3 is too much: give less"):
        list(results_of(work(Power(1), Power(2), Power(3, 0.3, fails=True)), kept(tmp_path), Crew(jobs)))
    assert len(list(tmp_path.iterdir())) == 2


def test_each_task_alone_and_then_all(tmp_path: Path) -> None:
    for number in (2, 1, 3, 4, 4):
        with pytest.raises(OneTask) as one:
            list(results_of(work(*TASKS), kept(tmp_path), Crew(only=number)))
        assert one.value.tasks == 4
    told: list[Finished[Power, Raised]] = []
    assert len(list(results_of(work(*TASKS), kept(tmp_path), tell=told.append))) == 4
    assert all(one.seconds == 0 for one in told)
    with pytest.raises(OneTask):  # counted alone
        list(results_of(work(*TASKS), kept(None), Crew(only=0)))
    with pytest.raises(MousaicError, match="--task cannot be 5: there are only 4 tasks"):
        list(results_of(work(*TASKS), kept(tmp_path), Crew(only=5)))


def test_threads_are_shared_out_and_libraries_that_would_divide_sums_have_one() -> None:
    libraries, before = {"torch": 1, "blas": 1}, torch.get_num_threads()
    alone = next(results_of(work(Power(1), threads=3), kept(None)))
    assert alone.threads == libraries | {"shared": 3} and torch.get_num_threads() == before
    many = list(results_of(work(Power(1), Power(2)), kept(None), Crew(2)))
    assert all(one.threads == libraries | {"shared": threads_each(2)} for one in many)
    two = list(results_of(work(Power(1), Power(2), threads=2), kept(None), Crew(2)))
    assert all(one.threads == libraries | {"shared": 2} for one in two)


def test_who_stops_early_is_not_warned_of_work_left_over(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = results_of(work(*[Power(exponent, 0.2) for exponent in range(1, 9)]), kept(tmp_path), Crew(2))
        next(found)
        time.sleep(0.5)  # others are done, and nobody takes them
        found.close()


def test_stages_rise_to_the_whole() -> None:
    told: list[tuple[Said, float]] = []
    list(results_of(work(Power(1), Power(2)), kept(None), stage=lambda what, done: told.append((what, done))))
    assert [done for _, done in told] == [0, 0.25, 0.5, 0.75]
    assert [what.values["number"] for what, _ in told] == [1, 1, 2, 2]


def test_time_left_is_that_of_tasks_of_a_kind() -> None:
    pace = Pace(["long", "short", "long", "short", "new"])
    assert pace.left("long", 8.0, 8.0) == 4 * 8  # the others are not known yet
    assert pace.left("short", 2.0, 10.0) == 8 + 2 + 5
    assert pace.left("short", 2.0, 6.0) == (8 + 4) / 2  # two at once


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"jobs": 0}, "--jobs must be at least 1, not 0"),
        ({"jobs": 2, "cluster": "tcp://here:1"}, "leave --jobs out"),
        ({"only": -1}, "--task is the number of one task"),
        ({"only": 1, "jobs": 2}, "leave --jobs and --cluster out"),
    ],
)
def test_what_no_crew_can_be_is_refused(asked: dict[str, int], words: str) -> None:
    with pytest.raises(MousaicError, match=words):
        Crew(**asked)
