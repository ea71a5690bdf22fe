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


@contextmanager
def use_threads(threads: int) -> Iterator[int]:
    """Compute with that many processor threads (0: as many as torch chooses), and put it back afterwards.

    Yields:
        The number in use.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(threads or before)
    try:
        yield threads or before
    finally:
        torch.set_num_threads(before)
