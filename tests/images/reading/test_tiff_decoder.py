"""TIFF in its many depths, layouts and compressions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mousaic.images.reading.image_file import UnreadableImage, read_image
from tests.images.reading.tiff_writing import retagged, said, written

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", ">u2"])
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_unsigned_depths(tmp_path: Path, dtype: str, compression: str | None) -> None:
    full = np.iinfo(dtype).max
    array = RNG.integers(0, full, (13, 17), dtype=np.dtype(dtype).newbyteorder("=").type, endpoint=True)
    order = ">" if dtype.startswith(">") else "<"
    found = read_image(written(tmp_path / "a.tif", array, compression=compression, byteorder=order))
    np.testing.assert_allclose(found.pixels[..., 0], array, rtol=1e-7)
    assert found.ends == (0, full) and found.facts.number == "unsigned"


def test_16_bit_ramp_keeps_its_levels(tmp_path: Path) -> None:
    ramp = np.arange(5000, dtype=np.uint16).reshape(50, 100)
    assert len(np.unique(read_image(written(tmp_path / "a.tif", ramp)).pixels)) == 5000


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "I;16", "F"])
@pytest.mark.parametrize("compression", ["tiff_lzw", "packbits", "tiff_adobe_deflate"])
def test_compressions(tmp_path: Path, mode: str, compression: str) -> None:
    shape = (20, 30, 3) if mode == "RGB" else (20, 30)
    array = {
        "1": RNG.integers(0, 2, shape).astype(bool),
        "I;16": RNG.integers(0, 65536, shape).astype(np.uint16),
        "F": RNG.random(shape).astype(np.float32),
    }.get(mode, RNG.integers(0, 256, shape).astype(np.uint8))
    Image.fromarray(array).save(tmp_path / "a.tif", compression=compression)
    found = read_image(tmp_path / "a.tif", color="rgb")
    expected = array.reshape(20, 30, -1) / (1 if mode == "F" else np.iinfo(array.dtype).max if mode != "1" else 1)
    np.testing.assert_allclose(
        found.pixels / (found.ends[1] if found.ends else 1), np.broadcast_to(expected, (20, 30, 3)), rtol=1e-6
    )


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("compression", ["lzw", "zstd", "zlib", "packbits"])
def test_packed_16_bit_colour_keeps_its_depth(tmp_path: Path, planar: str, compression: str) -> None:
    array = RNG.integers(0, 65536, (10, 12, 3)).astype(np.uint16)
    stored = array if planar == "contig" else np.moveaxis(array, 2, 0)
    predictor = compression != "packbits"
    how = {"photometric": "rgb", "planarconfig": planar, "compression": compression, "predictor": predictor}
    found = read_image(written(tmp_path / "a.tif", stored, **how), color="rgb")
    np.testing.assert_array_equal(found.pixels, array)
    assert found.ends == (0, 65535) and "16-bit depth kept" in said(found)


@pytest.mark.parametrize("bits", [2, 4, 10, 12, 14])
def test_packed_bits(tmp_path: Path, bits: int) -> None:
    array = RNG.integers(0, 2**bits, (9, 11)).astype(np.uint8 if bits < 8 else np.uint16)
    found = read_image(written(tmp_path / "a.tif", array, bitspersample=bits, photometric="minisblack"))
    np.testing.assert_array_equal(found.pixels[..., 0], array)
    assert found.ends == (0, 2**bits - 1) and found.facts.bits == bits
    assert (f"{bits}-bit depth kept" in said(found)) == (bits > 8)


@pytest.mark.parametrize("compression", ["jpeg", "jpeg2000", "webp"])
@pytest.mark.parametrize("how", [{}, {"tile": (16, 32)}, {"rowsperstrip": 16}])
def test_strips_that_are_images(tmp_path: Path, compression: str, how: dict[str, Any]) -> None:
    row, column = np.mgrid[:40, :50]
    array = np.stack([row * 5, column * 4, 128 + 50 * np.sin(row / 9)], 2).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, photometric="rgb", compression=compression, **how)
    found = read_image(path, color="rgb")
    assert np.abs(found.pixels - array).mean() < 6 and str(found.facts.depth) == "8-bit colour"


@pytest.mark.parametrize("compression", [5, 8, 32773, 34925, 50000])
def test_a_last_strip_may_be_filled_up(tmp_path: Path, compression: int) -> None:
    """Some writers pack as many rows into it as into the others."""
    array = RNG.integers(0, 256, (16, 20)).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, rowsperstrip=8, compression=compression)
    found = read_image(retagged(path, t257=11))
    np.testing.assert_array_equal(found.pixels[..., 0], array[:11])


def test_what_is_not_read_names_the_remedy(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.zeros((8, 8), np.uint8), compression="zlib")
    with pytest.raises(UnreadableImage, match="compressed as JPEGXL, which is not read: save it with LZW"):
        read_image(retagged(path, t259=50002))
    with pytest.raises(UnreadableImage, match="colours as ICCLAB"):
        read_image(retagged(written(path, np.zeros((8, 8), np.uint8)), t262=9))


def test_big_tiff_and_tiles(tmp_path: Path) -> None:
    array = RNG.integers(0, 65536, (40, 50)).astype(np.uint16)
    path = written(tmp_path / "a.tif", array, bigtiff=True, tile=(16, 32), compression="zlib")
    np.testing.assert_array_equal(read_image(path).pixels[..., 0], array)
