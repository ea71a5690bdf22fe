"""A real scheduler and two worker processes do the tasks: the same bytes as one process, also where one is killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.tasks.crew import Crew
from mousaic.tasks.running import results_of
from tests.end_to_end.studies import compare, tables_of
from tests.tasks.cluster import cluster
from tests.tasks.toys import Power, kept, killed_once, work

pytest.importorskip("distributed")
TASKS = [Power(exponent, 0.05) for exponent in range(1, 7)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of the scheduler of two workers, one of which the last test that asks for it kills."""
    with cluster(tmp_path_factory.mktemp("cluster")) as (found, _):
        yield found


def test_a_task_that_cannot_be_done_says_why(address: str, tmp_path: Path) -> None:
    with pytest.raises(MousaicError, match="3 is too much: give less"):
        list(results_of(work(Power(1), Power(3, fails=True)), kept(tmp_path / "kept"), Crew(cluster=address)))


def test_a_worker_killed_in_the_middle_of_a_task(address: str, tmp_path: Path) -> None:
    mark, expected = tmp_path / "killed", list(results_of(work(*TASKS), kept(tmp_path / "one")))
    dying = replace(work(*TASKS), do=killed_once, shared=mark)
    found = list(results_of(dying, kept(tmp_path / "two"), Crew(cluster=address)))
    assert mark.exists()
    for one, other in zip(expected, found, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


def test_a_comparison_that_loses_a_worker_ends_with_the_same_tables(small_set: Path, tmp_path: Path) -> None:
    main([*compare(small_set, tmp_path / "one"), "--quiet"])

    def kill_when_one_is_done() -> None:
        while not list((tmp_path / ".two.tasks").glob("*.safetensors")):
            time.sleep(0.01)
        worker.kill()

    killing = threading.Thread(target=kill_when_one_is_done, daemon=True)
    (tmp_path / "cluster").mkdir()
    with cluster(tmp_path / "cluster") as (address, worker):
        killing.start()
        main([*compare(small_set, tmp_path / "two"), "--quiet", "--cluster", address])
        killing.join(60)
        died = worker.wait(60)
    assert died < 0 and tables_of(tmp_path / "one") == tables_of(tmp_path / "two")


def test_where_nobody_answers_is_said() -> None:
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        for nowhere in ("tcp://127.0.0.1:1", "no address"):
            with pytest.raises(MousaicError, match=r"No Dask scheduler answers at .*dask scheduler"):
                list(results_of(work(Power(1)), kept(None), Crew(cluster=nowhere)))
