"""The arrays of a zarr folder, with codecs that unpack numbers and do nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mousaic.extras import needed
from mousaic.images.stored.stored_array import StoredArray
from mousaic.regular_files import check_regular

CODECS = frozenset(
    (
        *("blosc", "bz2", "gzip", "lz4", "lzma", "zlib", "zstd", "crc32c"),
        *("bytes", "delta", "sharding_indexed", "shuffle", "transpose"),
    )
)
"""Those of zarr's codecs that cannot run code, as pickle's can."""


@contextmanager
def zarr_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The arrays of a folder by their places in it; the only one of a folder that is an array has no name."""
    zarr = needed("zarr", "arrays")
    if not path.is_dir():
        raise OSError(errno.ENOTDIR, "it is no folder", str(path))
    for folder, _, names in os.walk(path, followlinks=False):
        for name in names:
            place = Path(folder, name)
            check_regular(place, os.stat(place).st_mode)  # a pipe among the chunks would be waited for
    opened = zarr.open(store=str(path), mode="r")
    members = [("", opened)] if isinstance(opened, zarr.Array) else list(opened.members(max_depth=None))
    found = {}
    for name, item in members:
        if isinstance(item, zarr.Array):
            found[name] = StoredArray(name, tuple(item.shape), item.dtype, str(item.dtype), _reading(item))
    yield found


def _reading(item: Any) -> Any:
    def read(start: int, stop: int) -> Any:
        told = item.metadata.to_dict()
        used = [*(told.get("codecs") or ()), *(told.get("filters") or ()), told.get("compressor")]
        unknown = sorted({_name(one) for one in used if one is not None} - CODECS)
        if unknown:
            raise ValueError(f"packed by {unknown[0]}, which is not read")
        return item[start:stop]

    return read


def _name(codec: Any) -> str:
    """Of a codec as metadata name it: by a dictionary, or by an object of numcodecs that has one."""
    config = codec if isinstance(codec, dict) else codec.get_config()
    return str(config.get("name") or config.get("id"))
