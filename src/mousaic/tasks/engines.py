"""Tasks done here, by processes of this machine, or on a Dask cluster; they come as they are done."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from mousaic.console import silent
from mousaic.device import exact_threads
from mousaic.errors import MousaicError
from mousaic.tasks.crew import Crew, threads_each
from mousaic.tasks.work import Share, Work

ONE_AT_A_TIME = threading.Lock()
"""Of a Dask worker's process."""


class Came(NamedTuple):
    """The result of one task."""

    place: int
    """Of the task among all."""
    result: Any
    seconds: float


def engine(crew: Crew, work: Work[Any, Any, Any], waiting: Sequence[int], share: Share) -> Generator[Came, None, None]:
    """The results of the tasks at these places, in the order in which they are done.

    Args:
        share: told how much of the task in this process is done, where tasks are done here.

    Raises:
        MousaicError: of a task; or a process was killed, or there is no such cluster.
    """
    if crew.cluster:
        return _by_dask(crew.cluster, work, waiting)
    return _here(work, waiting, share) if crew.alone else _by_processes(crew.jobs, work, waiting)


def _here(work: Work[Any, Any, Any], waiting: Sequence[int], share: Share) -> Generator[Came, None, None]:
    for place in waiting:
        yield done(work, place, work.threads, share)


def _by_processes(jobs: int, work: Work[Any, Any, Any], waiting: Sequence[int]) -> Generator[Came, None, None]:
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    threads = work.threads or threads_each(jobs)
    pool = Parallel(jobs, backend="loky", return_as="generator_unordered", pre_dispatch=2 * jobs, mmap_mode="c")
    came = pool(delayed(_in_a_process)(work, place, threads) for place in waiting)
    try:
        yield from (one for one in came)  # who stops this does not close it: that is done below, without a warning
    except TerminatedWorkerError as error:
        raise MousaicError(
            "A process that did a task was killed, perhaps for want of memory: give fewer --jobs; the same command "
            "goes on from what is done."
        ) from error
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that work is left over is no news to who stops
            came.close()


def _in_a_process(work: Work[Any, Any, Any], place: int, threads: int) -> Came:
    """Ctrl-C is for the process that waits: it ends this one."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return done(work, place, threads)


def _by_dask(address: str, work: Work[Any, Any, Any], waiting: Sequence[int]) -> Generator[Came, None, None]:
    """What all tasks share is a task of its own, so that it is made anew where the worker that has it is lost."""
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError as error:
        raise MousaicError("--cluster needs Dask: pip install 'mousaic[dask]'.") from error
    try:
        client = Client(address, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise MousaicError(f"No Dask scheduler answers at {address}: start one with: dask scheduler") from error
    with client:
        shared = client.submit(_itself, work, pure=False)
        try:
            tasks = client.map(_on_a_worker, waiting, work=shared, pure=False)
            for one in as_completed(tasks, loop=client.loop):  # type: ignore[no-untyped-call]
                yield one.result()
                one.release()
        except KilledWorker as error:
            raise MousaicError(
                "Workers that did one of the tasks were killed time and again, perhaps for want of memory: give each "
                "more; the same command goes on from what is done."
            ) from error


def _itself(work: Any) -> Any:
    return work


def _on_a_worker(place: int, work: Work[Any, Any, Any]) -> Came:
    """One task at a time: they set the threads of the whole process, so a worker's threads are for the task."""
    from distributed import get_worker

    with ONE_AT_A_TIME:
        return done(work, place, work.threads or get_worker().state.nthreads)


def done(work: Work[Any, Any, Any], place: int, threads: int, share: Share = silent) -> Came:
    """One task, done in this process."""
    began = time.perf_counter()
    with exact_threads(threads):
        result = work.do(work.shared, work.tasks[place], share)
    return Came(place, result, time.perf_counter() - began)
