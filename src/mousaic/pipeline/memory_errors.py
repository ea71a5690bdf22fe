"""A lack of memory, said with a remedy; every other error passes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from mousaic.config import Config
from mousaic.errors import MousaicError

ALLOCATORS = (
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",  # Windows
    "MPS backend out of memory",
    "CUDA error: out of memory",  # outside PyTorch's own store of GPU memory
    "Storage size calculation overflowed",  # more bytes than 64 bits can count
)
"""What PyTorch's allocators say in a plain RuntimeError. Others too speak of memory: of its format, its overlap, ..."""


@contextmanager
def enough_memory(config: Config) -> Iterator[None]:
    """Turn the lack of memory for such a training into a sentence with a remedy.

    Raises:
        MousaicError: there is not enough.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_lack_of_memory(error):
            raise
        model, side = config.model, config.images.size
        raise MousaicError(
            f"Not enough memory for {model.members} members of {model.features} features over {side}x{side} pixels: "
            "lower --members, --features or --size."
        ) from error


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether an allocation failed, of whatever library and device."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in ALLOCATORS)
