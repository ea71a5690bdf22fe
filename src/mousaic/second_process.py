"""One piece of work in a second process, while this one goes on with another."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def beside(threads: int, work: Callable[..., T], *given: object) -> Iterator[Callable[[], T]]:
    """Begin ``work(*given)`` in a process of its own, with as many threads of torch; yields who waits for its result.

    Leaving ends what is not done yet. What the work raises is raised to who waits.

    Args:
        threads: of the process, as torch counts them. They sleep while they wait: two processes share the processors.
        work: a function of a module; it and what it is given are sent as bytes.

    Examples:
        >>> with beside(2, divmod, 7, 2) as wait:
        ...     wait()
        (3, 1)
    """
    from joblib.externals.loky import ProcessPoolExecutor

    pool = ProcessPoolExecutor(1, env={"OMP_WAIT_POLICY": "passive"})
    try:
        with _deaf_children():
            future = pool.submit(_with_threads, threads, work, *given)
        yield future.result
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _with_threads(threads: int, work: Callable[..., T], *given: object) -> T:
    import torch

    torch.set_num_threads(threads)
    return work(*given)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes that begin within do not hear Ctrl-C: it is for the one that waits, which ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
