"""The arrays of an HDF5 file; links to other files are not followed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mousaic.extras import needed
from mousaic.images.stored.stored_array import StoredArray
from mousaic.regular_files import open_regular_file


@contextmanager
def hdf5_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The datasets of a file by their places in it, such as ``layer3/codes``.

    Datasets whose numbers lie in other files are passed over: a file says what it holds, and nothing of this machine.
    """
    h5py = needed("h5py", "arrays")
    found: dict[str, StoredArray] = {}

    def add(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset) and item.shape is not None and not item.is_virtual and not item.external:
            found[name] = StoredArray(
                name, tuple(item.shape), item.dtype, str(item.dtype), lambda start, stop: item[start:stop]
            )

    with open_regular_file(path) as stream, h5py.File(stream, "r") as file:
        file.visititems(add)
        yield found
