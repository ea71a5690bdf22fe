"""Work in a second process, while this one goes on with other work, or with the rest of it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from mousaic.console import silent
from mousaic.device import room_beside, use_threads

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

A = TypeVar("A")
T = TypeVar("T")
NUMBER = 4
"""Bytes of a number in a pipe."""


@contextmanager
def beside(work: Callable[..., T], *given: object) -> Iterator[Callable[[], T]]:
    """Begin ``work(*given)`` in a process of its own; yields who waits for its result.

    Leaving ends what is not done yet. What the work raises is raised to who waits. On Linux the process is a copy of
    this one, with all that it has imported and loaded. Threads of torch are not copied: there is one, and the work must
    not ask for more, as in the processes of PyTorch's own DataLoader. Elsewhere, and where a GPU is in use, the process
    is new.

    Args:
        work: a function of a module; it, what it is given and its result are sent as bytes where need be.

    Examples:
        >>> with beside(divmod, 7, 2) as wait:
        ...     wait()
        (3, 1)
    """
    with _copied(work, *given) if _can_copy() else _new(work, *given) as wait:
        yield wait


def in_two(work: Callable[[A], T], given: Sequence[A], tell: Callable[[int], None] = silent) -> list[T]:
    """``work`` of each that is given, by this process and a copy of it: whoever is free takes the next.

    One thread each, so that who does what changes no bit. Where nothing can be copied, and with one processor or
    thread, this process does all.

    Args:
        work: its results are sent as bytes; it need not be a function of a module.
        tell: told, of what is done in this process, its number as it begins.
    """
    several = len(given) > 1 and room_beside() and _can_copy()
    with (
        use_threads(1),
        _untaken(len(given)) as numbers,
        beside(_taken, work, given, numbers) if several else nullcontext(dict) as wait,
    ):
        found = _taken(work, given, numbers, tell)
        with suppress(RuntimeError):  # it was ended; what the work itself raises is heard once more
            found |= wait()
        return [found[number] if number in found else work(one) for number, one in enumerate(given)]


@contextmanager
def _untaken(count: int) -> Iterator[int]:
    """A pipe from which whoever is free reads a number, until none is left."""
    reader, writer = os.pipe()
    try:
        with open(writer, "wb") as pipe:
            pipe.writelines(number.to_bytes(NUMBER) for number in range(count))
        yield reader
    finally:
        os.close(reader)


def _taken(
    work: Callable[[A], T], given: Sequence[A], numbers: int, tell: Callable[[int], None] = silent
) -> dict[int, T]:
    found = {}
    while taken := os.read(numbers, NUMBER):
        tell(number := int.from_bytes(taken))
        found[number] = work(given[number])
    return found


def _can_copy() -> bool:
    import torch

    return sys.platform == "linux" and not torch.cuda.is_initialized()  # type: ignore[no-untyped-call]


@contextmanager
def _copied(work: Callable[..., T], *given: object) -> Iterator[Callable[[], T]]:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, work, *given), daemon=True)
    with _deaf_children(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # since Python 3.12, where there are other threads
        process.start()
    there.close()

    @cache
    def wait() -> T:
        try:
            done, found = here.recv()
        except EOFError:
            raise RuntimeError("the process that did it was ended") from None
        if not done:
            raise found
        result: T = found
        return result

    try:
        yield wait
    finally:
        process.kill()
        process.join()
        here.close()


def _answer(there: Connection, work: Callable[..., object], *given: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer = (True, _in_one_thread(work, *given))
    except Exception as error:
        answer = (False, error)
    there.send(answer)


def _end_with_parent() -> None:
    """Whatever ends it: its locks are copied, too, and are to end with it."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


@contextmanager
def _new(work: Callable[..., T], *given: object) -> Iterator[Callable[[], T]]:
    from joblib.externals.loky import ProcessPoolExecutor

    pool = ProcessPoolExecutor(1)
    try:
        with _deaf_children():
            future = pool.submit(_in_one_thread, work, *given)
        yield future.result
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _in_one_thread(work: Callable[..., T], *given: object) -> T:
    with use_threads(1):
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
