"""Pieces of work shared out over threads, each of which computes alone: so no sum depends on how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import torch

from mousaic.device import use_threads


@contextmanager
def shared_out(count: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """``map`` on so many threads, while torch takes one for each of its operations."""
    with use_threads(1):
        if count == 1:
            yield map
            return
        # A thread that torch has not yet asked would let MKL factorise on all processors.
        with ThreadPoolExecutor(count, "mousaic", torch.set_num_threads, (1,)) as pool:
            yield pool.map
