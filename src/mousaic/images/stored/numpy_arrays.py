"""The arrays of .npy and .npz files, never through pickle, as many rows at a time as are wanted."""

from __future__ import annotations

import math
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.images.stored.stored_array import StoredArray
from mousaic.regular_files import open_regular_file

ENDING = ".npy"


class _Header(NamedTuple):
    shape: tuple[int, ...]
    in_columns: bool
    """The numbers of a row lie all over the file."""
    dtype: np.dtype[Any]


@contextmanager
def npy_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The one array of a ``.npy`` file."""
    with open_regular_file(path) as stream:
        header = _header(stream)
        size = header.dtype.itemsize * math.prod(header.shape)
        if not header.dtype.hasobject and stream.tell() + size > os.fstat(stream.fileno()).st_size:
            raise ValueError("it ends too early")
        stream.seek(0)
        yield {"": _stored("", header, lambda: stream)}


@contextmanager
def npz_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The arrays of a ``.npz`` file by their names."""
    with open_regular_file(path) as stream, zipfile.ZipFile(stream) as archive:
        found = {}
        for member in archive.namelist():
            if member.endswith(ENDING):
                with archive.open(member) as inside:
                    header = _header(inside)
                name = member.removesuffix(ENDING)
                found[name] = _stored(name, header, _opening(archive, member))
        yield found


def _opening(archive: zipfile.ZipFile, member: str) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(member)


def _stored(name: str, header: _Header, begin: Callable[[], IO[bytes]]) -> StoredArray:
    return StoredArray(name, header.shape, header.dtype, str(header.dtype), _Rows(header, begin))


class _Rows:
    """Reads rows in their order from a stream that begins with the header."""

    def __init__(self, header: _Header, begin: Callable[[], IO[bytes]]) -> None:
        self._header, self._begin = header, begin
        self._stream: IO[bytes] | None = None
        self._whole: NDArray[Any] | None = None

    def __call__(self, start: int, stop: int) -> NDArray[Any]:
        if self._stream is None:
            self._stream = self._begin()
            if self._header.in_columns:
                self._whole = np.lib.format.read_array(self._stream, allow_pickle=False)
            else:
                _header(self._stream)
        if self._whole is not None:
            return self._whole[start:stop]
        _, *row = self._header.shape
        data = self._stream.read((stop - start) * math.prod(row) * self._header.dtype.itemsize)
        found: NDArray[Any] = np.frombuffer(data, self._header.dtype).reshape(stop - start, *row)  # or a ValueError
        return found


def _header(stream: IO[bytes]) -> _Header:
    """Shape and type, which the numbers follow; a ValueError where there is no such header."""
    version = np.lib.format.read_magic(stream)
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}.get(version)
    if read is None:
        raise ValueError(f"version {version} of the format")
    header = _Header(*read(stream))
    if not all(side >= 0 for side in header.shape):
        raise ValueError("its shape makes no sense")
    return header
