"""Arrays that need not fit memory: in files without a name, which the system reads and writes as they are used.

Nothing of them stays behind, whatever ends the process. What is mapped counts as memory of the process while it is in
use, but can be taken back at any time; :func:`let_go` gives it back.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from mousaic.arrays import Whole
from mousaic.files import explained
from mousaic.memory import row_blocks

LARGE = 128 * 2**20
"""Bytes of float32 pixels beyond which a set is kept in a file, by whoever says where."""
BLOCK = 16 * 2**20
"""Bytes that are worked on at a time."""
_OPEN: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()


def room(shape: Sequence[int], dtype: DTypeLike, folder: Path | None, large: int = LARGE) -> NDArray[Any]:
    """An array of this shape and type with no values yet: in memory, or on the disk of ``folder`` if beyond ``large``.

    Args:
        folder: there already; None: in memory, whatever the size.

    Raises:
        MousaicError: the disk has no room for it.
    """
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    if folder is None or size <= large:
        return np.empty(shape, dtype)
    with explained(folder / "the prepared images"), tempfile.TemporaryFile(dir=folder) as file:
        _reserve(file, size)
        array: NDArray[Any] = np.memmap(file, dtype, "r+", shape=tuple(shape))
    if isinstance(array.base, mmap.mmap):
        _OPEN.add(array.base)
    return array


def _reserve(file: IO[bytes], size: int) -> None:
    """Make the file so large for certain: a write to a mapped page that the disk has no room for ends the process."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    empty = bytes(BLOCK)
    for start in range(0, size, BLOCK):
        file.write(empty[: size - start])
    file.flush()


def blocks(array: NDArray[Any]) -> Iterator[slice]:
    """Slices of the rows of an array, each of about :data:`BLOCK` bytes."""
    return row_blocks(len(array), array[:1].nbytes, BLOCK)


def rows_of(array: NDArray[Any], chosen: Whole, folder: Path | None) -> NDArray[Any]:
    """``array[chosen]``, in a file where that is large and ``folder`` says where."""
    out = room((len(chosen), *array.shape[1:]), array.dtype, folder)
    for part in blocks(out):
        out[part] = array[chosen[part]]
        let_go()
    return out


def let_go() -> None:
    """Pages of all arrays in files need not stay in memory until they are read again; nothing is lost."""
    for held in list(_OPEN):
        if hasattr(held, "madvise"):
            held.madvise(mmap.MADV_DONTNEED)


def nearest_folder(path: Path) -> Path | None:
    """The folder of ``path``, or the innermost around it that is there, if files can be made in it."""
    folder = next((one for one in path.absolute().parents if one.is_dir()), None)
    return folder if folder is not None and os.access(folder, os.W_OK) else None
