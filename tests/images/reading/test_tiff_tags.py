"""How many pages a TIFF has, however its chain of pages ends."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from mousaic.images.reading.image_file import read_image
from tests.images.reading.tiff_writing import said, written


@pytest.mark.parametrize("how", [{}, {"imagej": True}, {"ome": True}, {"metadata": None}])
def test_stacks_give_their_first_page(tmp_path: Path, how: dict[str, Any]) -> None:
    stack = np.arange(7, dtype=np.uint16)[:, None, None] + np.full((7, 6, 5), 100, np.uint16)
    name = "a.ome.tif" if "ome" in how else "a.tif"
    found = read_image(
        written(tmp_path / name, stack, photometric="minisblack", **{"metadata": {"axes": "ZYX"}, **how})
    )
    assert found.pixels.shape == (6, 5, 1) and (found.pixels == 100).all()
    assert found.facts.frames == 7 and "first of 7 pages used" in said(found)[0]


def test_page_chain_without_end(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.zeros((3, 6, 5), np.uint8), photometric="minisblack", metadata=None)
    data = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * count, first)  # the next page is this page
    path.write_bytes(bytes(data))
    found = read_image(path)
    assert found.facts.frames == 0 and "first of several pages used" in said(found)[0]


def test_a_long_ring_of_pages_ends_soon(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.zeros((150, 4, 4), np.uint8), photometric="minisblack", metadata=None)
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        last: Any = tiff.pages[-1]
        first = tiff.pages[0].offset
    (count,) = struct.unpack_from("<H", data, last.offset)
    struct.pack_into("<I", data, last.offset + 2 + 12 * count, first)
    path.write_bytes(bytes(data))
    began = time.monotonic()
    assert read_image(path).facts.frames == 0 and time.monotonic() - began < 5
