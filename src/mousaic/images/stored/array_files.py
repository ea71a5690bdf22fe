"""Which files hold arrays, and how one of them is opened: any content, one sentence where it cannot be read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mousaic.errors import MousaicError, in_one_line
from mousaic.images.mapped import BLOCK
from mousaic.images.names import shown
from mousaic.images.stored.stored_array import StoredArray, check_images, the_array

Opener = Callable[[Path], AbstractContextManager[Mapping[str, StoredArray]]]
_HERE = "mousaic.images.stored"
OPENERS = {
    ".npy": ("npy", f"{_HERE}.numpy_arrays:npy_arrays"),
    ".npz": ("npz", f"{_HERE}.numpy_arrays:npz_arrays"),
    ".h5": ("HDF5", f"{_HERE}.hdf5_arrays:hdf5_arrays"),
    ".hdf5": ("HDF5", f"{_HERE}.hdf5_arrays:hdf5_arrays"),
    ".zarr": ("zarr", f"{_HERE}.zarr_arrays:zarr_arrays"),
    ".safetensors": ("safetensors", f"{_HERE}.safetensors_arrays:safetensors_arrays"),
}
"""Ending -> what the format is called, and what opens it."""


def is_array_file(path: str | Path) -> bool:
    """Whether its name says that it holds arrays; of a zarr it is a folder."""
    return Path(path).suffix.lower() in OPENERS


def array_format(path: str | Path) -> str:
    """What its format is called."""
    return OPENERS[Path(path).suffix.lower()][0]


@contextmanager
def opened_array(path: Path, name: str = "auto") -> Iterator[StoredArray]:
    """The array that is meant, checked but not read.

    Raises:
        MousaicError: no such file, no regular one, damaged, no such array, or none that can be images.
    """
    said = shown(str(path))
    module, _, function = OPENERS[path.suffix.lower()][1].partition(":")
    opener: Opener = getattr(import_module(module), function)
    try:
        with opener(path) as found:
            array = the_array(said, found, name)
            check_images(said, array)
            yield array
    except MousaicError:
        raise
    except OSError as error:
        if error.strerror is None:  # h5py says so of damaged files
            raise _damaged(said, error) from None
        raise MousaicError(f"{said} cannot be read ({error.strerror}): give a file of arrays.") from None
    except MemoryError:
        raise MousaicError(f"{said} needs more memory than there is: save fewer rows, or fewer columns.") from None
    except Exception as error:  # whatever a format's library raises of hostile bytes is a reason, never a traceback
        raise _damaged(said, error) from None


def shape_in(path: Path, name: str = "auto") -> tuple[int, ...]:
    """The shape of the array that is meant, from the file's header alone; raises as :func:`opened_array`."""
    with opened_array(path, name) as array:
        return array.shape


def array_rows(path: Path, name: str = "auto", size: int = BLOCK) -> Iterator[NDArray[Any]]:
    """The rows of the array that is meant, in blocks of about so many bytes; raises as :func:`opened_array`, and where
    numbers are NaN or infinite."""
    first, bad = -1, 0
    with opened_array(path, name) as array:
        assert array.dtype is not None
        count, row = array.shape[0], array.shape[1:]
        step = max(1, size // max(1, array.dtype.itemsize * math.prod(row)))
        for start in range(0, count, step):
            stop = min(start + step, count)
            rows = np.asarray(array.read(start, stop))
            if rows.shape != (stop - start, *row):
                raise ValueError("its numbers are not of its shape")
            odd = np.flatnonzero(~np.isfinite(rows.reshape(len(rows), -1)).all(1) if rows.dtype.kind == "f" else [])
            if len(odd):
                first, bad = (first if bad else start + int(odd[0])), bad + len(odd)
            if not bad:
                yield rows
    if bad:
        others = f" and {bad - 1} more" if bad > 1 else ""
        raise MousaicError(
            f"{shown(str(path))} holds NaN or infinite numbers in row {first}{others} (the first row is 0): "
            "replace them, or leave such rows out."
        )


def _damaged(path: str, error: Exception) -> MousaicError:
    return MousaicError(f"{path} cannot be read ({shown(in_one_line(error))[:120]}): save it again.")
