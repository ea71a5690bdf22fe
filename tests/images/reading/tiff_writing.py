"""TIFF files as tests need them, and what is said of them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import tifffile

from mousaic.images.reading.image_file import ReadImage


def said(found: ReadImage) -> tuple[str, ...]:
    """What was done to the pixels, in English."""
    return tuple(str(what) for what in found.facts.treatments)


def written(path: Path, array: np.ndarray, **how: Any) -> Path:
    tifffile.imwrite(path, array, **how)
    return path


def retagged(path: Path, **values: int) -> Path:
    """Change short or long tags of a little-endian TIFF in place: t256=100 sets ImageWidth."""
    data = bytearray(path.read_bytes())
    (place,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, place)
    wanted = {int(name[1:]): value for name, value in values.items()}
    for at in range(place + 2, place + 2 + 12 * count, 12):
        tag, kind, number = struct.unpack_from("<HHI", data, at)
        if tag in wanted:
            struct.pack_into("<H" if kind == 3 else "<I", data, at + 8, wanted.pop(tag))
            assert number == 1
    assert not wanted
    path.write_bytes(bytes(data))
    return path
