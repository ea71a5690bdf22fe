"""The arrays of .npy and .npz files, never through pickle."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from mousaic.images.stored.stored_array import StoredArray
from mousaic.regular_files import open_regular_file

ENDING = ".npy"


@contextmanager
def npy_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The one array of a ``.npy`` file."""
    with open_regular_file(path) as stream:
        shape, dtype = _header(stream)
        if not dtype.hasobject and stream.tell() + dtype.itemsize * _count(shape) > os.fstat(stream.fileno()).st_size:
            raise ValueError("it ends too early")

        def read() -> NDArray[Any]:
            stream.seek(0)
            return _numbers(stream)

        yield {"": StoredArray("", shape, dtype, str(dtype), read)}


@contextmanager
def npz_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The arrays of a ``.npz`` file by their names."""
    with open_regular_file(path) as stream, zipfile.ZipFile(stream) as archive:
        found = {}
        for member in archive.namelist():
            if member.endswith(ENDING):
                with archive.open(member) as inside:
                    shape, dtype = _header(inside)
                name = member.removesuffix(ENDING)
                found[name] = StoredArray(name, shape, dtype, str(dtype), _of_member(archive, member))
        yield found


def _of_member(archive: zipfile.ZipFile, member: str) -> Any:
    def read() -> NDArray[Any]:
        with archive.open(member) as inside:
            return _numbers(inside)

    return read


def _numbers(stream: IO[bytes]) -> NDArray[Any]:
    found: NDArray[Any] = np.lib.format.read_array(stream, allow_pickle=False)
    return found


def _header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type, which the numbers follow; a ValueError where there is no such header."""
    version = np.lib.format.read_magic(stream)
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
    if read is None:
        raise ValueError(f"version {version} of the format")
    shape, _, dtype = read(stream)
    if not all(side >= 0 for side in shape):
        raise ValueError("its shape makes no sense")
    return tuple(shape), dtype


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for side in shape:
        count *= side
    return count
