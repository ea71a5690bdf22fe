"""Where to compute, and with how many threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mousaic.errors import MousaicError

if TYPE_CHECKING:
    import torch


def choose_device(name: str) -> torch.device:
    """``auto`` takes a CUDA GPU, then Apple's, then the processor; another name must be there.

    Raises:
        MousaicError: the named device is not on this machine.
    """
    import torch

    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(kind for kind, there in present.items() if there))
    if not present[name]:
        raise MousaicError(f"This machine's PyTorch finds no {name} device: use --device auto or --device cpu.")
    return torch.device(name)


def processors() -> int:
    """How many of them this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_shared: int | None = None
"""In :func:`exact_threads`: how many threads pieces of work are shared out over."""


def threads_to_share() -> int:
    """How many threads there are for pieces of work that each compute alone, so that their number changes no bit."""
    import torch

    return torch.get_num_threads() if _shared is None else _shared


def room_beside() -> bool:
    """Whether there is a processor, and leave to use it, for work beside what this process does."""
    return processors() > 1 and threads_to_share() > 1


@contextmanager
def use_threads(threads: int) -> Iterator[int]:
    """Compute with that many processor threads (0: as many as torch chooses), and put it back afterwards.

    Yields:
        The number in use.
    """
    before = threads_to_share()
    _set(threads or before)
    try:
        yield threads or before
    finally:
        _set(before)


@contextmanager
def exact_threads(threads: int) -> Iterator[None]:
    """As :func:`use_threads`, but the results are the same bytes whatever their number, 1 included.

    Libraries divide sums and products among threads, so that their last bits depend on how many there are: they have
    one, and only what is shared out in pieces has all.
    """
    global _shared
    from threadpoolctl import threadpool_limits

    with use_threads(0) as chosen, threadpool_limits(1), use_threads(1):  # the limit, and its end, are on torch's, too
        before, _shared = _shared, threads or chosen
        try:
            yield
        finally:
            _shared = before


def _set(threads: int) -> None:
    global _shared
    import torch

    if _shared is None:
        torch.set_num_threads(threads)
    else:
        _shared = threads
