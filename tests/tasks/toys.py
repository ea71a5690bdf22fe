"""Tasks that take a moment, by functions that any process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.errors import MousaicError
from mousaic.tasks.kept_results import KeptResults, digest
from mousaic.tasks.work import Share, Work


class Power(NamedTuple):
    """A task."""

    exponent: int
    seconds: float = 0.0
    fails: bool = False
    after: Path | None = None
    """A file that has to be there first."""


class Raised(NamedTuple):
    """Its result."""

    values: Floats
    by: int
    threads: dict[str, int]


def power(base: Floats, task: Power, share: Share) -> Raised:
    """A power of what all share, after a while."""
    import torch
    from threadpoolctl import threadpool_info

    from mousaic.device import threads_to_share

    share(0.5)
    while task.after is not None and not task.after.exists():
        time.sleep(0.05)
    time.sleep(task.seconds)
    if task.fails:
        raise MousaicError(f"{task.exponent} is too much: give less.")
    blas = max([one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"], default=1)
    return Raised(
        base**task.exponent, os.getpid(), {"torch": torch.get_num_threads(), "blas": blas, "shared": threads_to_share()}
    )


def killed_once(mark: Path, task: Power, share: Share) -> Raised:
    """As :func:`power`, but the process that first does the third power is killed, as by the system."""
    if task.exponent == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return power(np.arange(3.0), task, share)


def work(*tasks: Power, threads: int = 0) -> Work[Floats, Power, Raised]:
    """Powers of 0, 1 and 2."""
    return Work(power, np.arange(3.0), list(tasks), lambda task: task.seconds, threads)


def kept(folder: Path | None, base: Floats | None = None) -> KeptResults[Power, Raised]:
    """Where they are kept."""
    shared = np.arange(3.0) if base is None else base
    return KeptResults(folder, lambda: digest(shared), lambda task: str(task.exponent), (Raised,))
