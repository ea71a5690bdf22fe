"""Pictures as PNG files, written here: Pillow takes more than twice as long, and gives files a tenth larger.

It tries five filters on every row, which pays for photographs; figures have even areas and enlarged pixels, which
compress as they are. After the PNG specification (third edition, W3C 2025).
"""

from __future__ import annotations

import struct
import zlib

import numpy as np

from mousaic.arrays import Tile

LEVEL = 3
"""Of zlib, 0 to 9: the highest that takes no second look."""


def png_of(pixels: Tile, dpi: int) -> bytes:
    """The file of a picture (h, w, 3) in which so many pixels are an inch."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # before each row the number of its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    each_metre = round(dpi / 0.0254)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
            (b"pHYs", struct.pack(">2IB", each_metre, each_metre, 1)),
            (b"IDAT", zlib.compress(rows.data, LEVEL)),
            (b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
