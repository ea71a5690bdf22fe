"""A real lack of memory becomes one sentence; whatever else speaks of memory is none."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.pipeline.memory_errors import enough_memory, is_lack_of_memory

CONFIG = config_for("report", members=2, features=64, k=3, size=32)


def too_many_floats():
    torch.empty(10**15)


def more_bytes_than_64_bits_count():
    torch.empty(2**31, 2**31, 2)


def too_large_for_numpy():
    np.empty(10**15)


def too_large_for_python():
    bytearray(2**62)


def gpu_is_full():
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")


def windows():
    raise RuntimeError("[enforce fail at alloc_cpu.cpp:73] . DefaultCPUAllocator: not enough memory: you tried to ...")


@pytest.mark.parametrize(
    "allocate",
    [too_many_floats, more_bytes_than_64_bits_count, too_large_for_numpy, too_large_for_python, gpu_is_full, windows],
)
def test_a_lack_of_memory_names_what_needs_less(allocate):
    with pytest.raises(MousaicError) as caught, enough_memory(CONFIG):
        allocate()
    assert str(caught.value) == (
        "Not enough memory for 2 members of 64 features over 32x32 pixels: lower --members, --features or --size."
    )
    assert is_lack_of_memory(caught.value.__cause__)


def another_format():
    torch.zeros(2, 2).contiguous(memory_format=torch.channels_last)


def one_place_written_twice():
    torch.zeros(1).expand(3).add_(1)


def said_of_memory():
    raise RuntimeError("unsupported memory format option Preserve")


@pytest.mark.parametrize("fail", [another_format, one_place_written_twice, said_of_memory])
def test_another_error_that_speaks_of_memory_passes_as_it_is(fail):
    with pytest.raises(RuntimeError, match=r"memory|rank 4") as caught, enough_memory(CONFIG):
        fail()
    assert type(caught.value) is RuntimeError


def test_nothing_happens_where_nothing_fails():
    with enough_memory(CONFIG):
        torch.zeros(3)
