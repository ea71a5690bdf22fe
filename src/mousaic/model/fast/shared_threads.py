"""Pieces of work shared out over threads, each of which computes alone: so no sum depends on how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from mousaic.device import use_threads


@contextmanager
def shared_out(count: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """``map`` on so many threads, while torch takes one for each of its operations."""
    with use_threads(1):
        if count == 1:
            yield map
            return
        with ThreadPoolExecutor(count, thread_name_prefix="mousaic") as pool:  # its threads take one as well
            yield pool.map
