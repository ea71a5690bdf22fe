"""TIFF in its many depths, layouts and compressions."""

from __future__ import annotations

import struct
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from mousaic.images.reading.image_file import ReadImage, UnreadableImage, read_image

RNG = np.random.default_rng(0)


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


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", ">u2"])
@pytest.mark.parametrize("compression", [None, "zlib"])
def test_unsigned_depths(tmp_path: Path, dtype: str, compression: str | None) -> None:
    full = np.iinfo(dtype).max
    array = RNG.integers(0, full, (13, 17), dtype=np.dtype(dtype).newbyteorder("=").type, endpoint=True)
    order = ">" if dtype.startswith(">") else "<"
    found = read_image(written(tmp_path / "a.tif", array, compression=compression, byteorder=order))
    np.testing.assert_allclose(found.pixels[..., 0], array, rtol=1e-7)
    assert found.full_scale == full and found.facts.number == "unsigned"


def test_16_bit_ramp_keeps_its_levels(tmp_path: Path) -> None:
    ramp = np.arange(5000, dtype=np.uint16).reshape(50, 100)
    assert len(np.unique(read_image(written(tmp_path / "a.tif", ramp)).pixels)) == 5000


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_signed_numbers_start_at_zero(tmp_path: Path, bits: int) -> None:
    low = -(2 ** (bits - 1))
    array = np.array([[low, -1, 0, -low - 1]], dtype=f"i{bits // 8}")
    found = read_image(written(tmp_path / "a.tif", array))
    np.testing.assert_allclose(found.pixels[0, :, 0], array[0].astype(float) - low)
    assert found.full_scale == 2.0**bits - 1 and "signed numbers shifted to start at 0" in said(found)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_floats_and_their_scale(tmp_path: Path, dtype: str) -> None:
    array = RNG.random((5, 6)).astype(dtype)
    found = read_image(written(tmp_path / "a.tif", array))
    np.testing.assert_allclose(found.pixels[..., 0], array.astype(np.float32))
    assert found.full_scale == 1 and found.facts.number == "float"
    assert read_image(written(tmp_path / "b.tif", array * 200)).full_scale == 255
    assert read_image(written(tmp_path / "c.tif", array * 3000)).full_scale == 65535


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_floats_that_are_no_brightness(tmp_path: Path, bad: float) -> None:
    array = np.zeros((4, 4))
    array[1, 2] = bad
    with pytest.raises(UnreadableImage, match="NaN, infinite"):
        read_image(written(tmp_path / "a.tif", array))
    with pytest.raises(UnreadableImage, match="complex"):
        read_image(written(tmp_path / "b.tif", np.zeros((4, 4), np.complex64)))


def test_bool_and_min_is_white(tmp_path: Path) -> None:
    array = RNG.integers(0, 2, (7, 13)).astype(bool)
    found = read_image(written(tmp_path / "a.tif", array, photometric="minisblack"))
    np.testing.assert_array_equal(found.pixels[..., 0], array)
    found = read_image(written(tmp_path / "a.tif", array, photometric="miniswhite"))
    np.testing.assert_array_equal(found.pixels[..., 0], ~array)
    for dtype in ("u1", "u2"):
        grey = RNG.integers(0, 200, (4, 5)).astype(dtype)
        found = read_image(written(tmp_path / "b.tif", grey, photometric="miniswhite"))
        np.testing.assert_array_equal(found.pixels[..., 0], np.iinfo(dtype).max - grey.astype(float))
        assert "white is zero: inverted" in said(found)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_colour_in_either_layout(tmp_path: Path, planar: str, dtype: str) -> None:
    array = RNG.integers(0, np.iinfo(dtype).max, (9, 8, 3)).astype(dtype)
    stored = array if planar == "contig" else np.moveaxis(array, 2, 0)
    path = written(tmp_path / "a.tif", stored, photometric="rgb", planarconfig=planar)
    np.testing.assert_array_equal(read_image(path, color="rgb").pixels, array)


@pytest.mark.parametrize(("kind", "premultiplied"), [("unassalpha", False), ("assocalpha", True)])
def test_alpha_of_16_bits(tmp_path: Path, kind: str, premultiplied: bool) -> None:
    array = np.full((3, 3, 4), 20000, np.uint16)
    array[..., 3] = 32768
    path = written(tmp_path / "a.tif", array, photometric="rgb", extrasamples=[kind])
    share = 32768 / 65535
    expected = 20000 * (1 if premultiplied else share) + 65535 * (1 - share)
    np.testing.assert_allclose(read_image(path, color="rgb", background="white").pixels, expected, rtol=1e-5)


def test_channels_that_are_no_colours(tmp_path: Path) -> None:
    array = RNG.integers(0, 255, (6, 7, 5)).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, photometric="minisblack", planarconfig="contig")
    grey, colour = read_image(path), read_image(path, color="rgb")
    np.testing.assert_allclose(grey.pixels[..., 0], array.mean(axis=2), rtol=1e-5)
    assert "mean of 5 channels taken" in said(grey) and str(grey.facts.mode) == "5 channels"
    np.testing.assert_array_equal(colour.pixels, array[..., :3])
    assert "first 3 of 5 channels kept" in said(colour)


def test_palette_and_cmyk(tmp_path: Path) -> None:
    colours = np.zeros((3, 256), np.uint16)
    colours[:, 1], colours[:, 2] = (65535, 0, 0), (0, 32768, 65535)
    path = written(tmp_path / "a.tif", np.array([[0, 1, 2]], np.uint8), photometric="palette", colormap=colours)
    assert read_image(path, color="rgb").pixels[0].tolist() == [[0, 0, 0], [255, 0, 0], [0, 128, 255]]
    ink = np.array([[[65535, 0, 0, 0], [0, 0, 0, 65535], [0, 0, 0, 0]]], np.uint16)
    found = read_image(written(tmp_path / "b.tif", ink, photometric="separated"), color="rgb")
    np.testing.assert_allclose(found.pixels[0], [[0, 65535, 65535], [0, 0, 0], [65535, 65535, 65535]])
    assert str(found.facts.mode) == "CMYK"


def test_lab_is_converted(tmp_path: Path) -> None:
    from PIL import ImageCms

    grey = Image.new("RGB", (8, 8), (120, 120, 120))
    profiles = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    lab = ImageCms.profileToProfile(grey, *profiles, outputMode="LAB")
    assert lab is not None
    lab.save(tmp_path / "a.tif")
    found = read_image(tmp_path / "a.tif", color="rgb")
    assert "Lab converted to colour" in said(found)
    np.testing.assert_allclose(found.pixels, 120, atol=3)


@pytest.mark.parametrize("how", [{}, {"imagej": True}, {"ome": True}])
def test_stacks_give_their_first_page(tmp_path: Path, how: dict[str, bool]) -> None:
    stack = np.arange(7, dtype=np.uint16)[:, None, None] + np.full((7, 6, 5), 100, np.uint16)
    name = "a.ome.tif" if "ome" in how else "a.tif"
    found = read_image(written(tmp_path / name, stack, **how))
    assert found.pixels.shape == (6, 5, 1) and (found.pixels == 100).all()
    assert found.facts.frames == 7 and "first of 7 pages used" in said(found)


def test_page_chain_without_end(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.zeros((3, 6, 5), np.uint8), photometric="minisblack", metadata=None)
    data = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * count, first)  # the next page is this page
    path.write_bytes(bytes(data))
    found = read_image(path)
    assert found.facts.frames == 0 and "first of several pages used" in said(found)


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
    np.testing.assert_allclose(found.pixels / found.full_scale, np.broadcast_to(expected, (20, 30, 3)), rtol=1e-6)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("compression", ["lzw", "zstd", "zlib", "packbits"])
def test_packed_16_bit_colour_keeps_its_depth(tmp_path: Path, planar: str, compression: str) -> None:
    array = RNG.integers(0, 65536, (10, 12, 3)).astype(np.uint16)
    stored = array if planar == "contig" else np.moveaxis(array, 2, 0)
    predictor = compression != "packbits"
    how = {"photometric": "rgb", "planarconfig": planar, "compression": compression, "predictor": predictor}
    found = read_image(written(tmp_path / "a.tif", stored, **how), color="rgb")
    np.testing.assert_array_equal(found.pixels, array)
    assert found.full_scale == 65535 and "16-bit depth kept" in said(found)


@pytest.mark.parametrize("bits", [2, 4, 10, 12, 14])
def test_packed_bits(tmp_path: Path, bits: int) -> None:
    array = RNG.integers(0, 2**bits, (9, 11)).astype(np.uint8 if bits < 8 else np.uint16)
    found = read_image(written(tmp_path / "a.tif", array, bitspersample=bits, photometric="minisblack"))
    np.testing.assert_array_equal(found.pixels[..., 0], array)
    assert found.full_scale == 2**bits - 1 and found.facts.bits == bits
    assert (f"{bits}-bit depth kept" in said(found)) == (bits > 8)


@pytest.mark.parametrize("compression", ["jpeg", "jpeg2000", "webp"])
@pytest.mark.parametrize("how", [{}, {"tile": (16, 32)}, {"rowsperstrip": 16}])
def test_strips_that_are_images(tmp_path: Path, compression: str, how: dict[str, Any]) -> None:
    row, column = np.mgrid[:40, :50]
    array = np.stack([row * 5, column * 4, 128 + 50 * np.sin(row / 9)], 2).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, photometric="rgb", compression=compression, **how)
    found = read_image(path, color="rgb")
    assert np.abs(found.pixels - array).mean() < 6 and str(found.facts.depth) == "8-bit colour"


@pytest.mark.parametrize("compression", ["jpeg", "jpeg2000", "webp"])
def test_an_image_far_larger_than_its_strip_is_refused(tmp_path: Path, compression: str) -> None:
    path = written(tmp_path / "a.tif", np.zeros((900, 900, 3), np.uint8), photometric="rgb", compression=compression)
    with pytest.raises(UnreadableImage, match="unpacks to far more"):
        read_image(retagged(path, t256=9, t257=9, t278=9))


@pytest.mark.parametrize("compression", ["tiff_ccitt", "group3", "group4"])
@pytest.mark.parametrize("rows", [40, 16])
@pytest.mark.parametrize("photometric", [0, 1])
def test_faxes_and_their_damage(tmp_path: Path, compression: str, rows: int, photometric: int) -> None:
    array = np.add.outer(np.arange(40), np.arange(30)) % 11 < 4
    tags = {278: rows, 262: photometric}
    Image.fromarray(array).save(tmp_path / "a.tif", compression=compression, tiffinfo=tags)
    found = read_image(tmp_path / "a.tif")
    np.testing.assert_array_equal(found.pixels[..., 0], array)
    assert str(found.facts.depth) == "1-bit black-and-white"
    data = bytearray((tmp_path / "a.tif").read_bytes())
    with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
        page: Any = tiff.pages[0]
        start, length = page.dataoffsets[0], page.databytecounts[0]
    noticed = 0
    for place in range(start, start + length - 3):
        changed = bytes(data[:place]) + bytes([data[place] ^ 0x5A]) + bytes(data[place + 1 :])
        (tmp_path / "b.tif").write_bytes(changed)
        try:
            read_image(tmp_path / "b.tif")
        except UnreadableImage as error:
            noticed += "compressed data are broken" in str(error)
    assert noticed > 0.2 * (length - 3)


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


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate"])
def test_ycbcr_becomes_colour(tmp_path: Path, compression: str | None) -> None:
    array = np.stack(np.mgrid[:20, :30], 2).repeat(2, 2)[..., :3].astype(np.uint8) * 6
    image = Image.fromarray(array).convert("YCbCr")
    image.save(tmp_path / "a.tif", compression=compression)
    found = read_image(tmp_path / "a.tif", color="rgb")
    np.testing.assert_allclose(found.pixels, np.asarray(image.convert("RGB")), atol=1)
    assert str(found.facts.mode) == "colour"


def test_lzw_16_bit_min_is_white(tmp_path: Path) -> None:
    array = RNG.integers(0, 65536, (10, 12)).astype(np.uint16)
    Image.fromarray(array).save(tmp_path / "a.tif", compression="tiff_lzw")
    found = read_image(retagged(tmp_path / "a.tif", t262=0))
    np.testing.assert_array_equal(found.pixels[..., 0], 65535 - array.astype(float))


@pytest.mark.parametrize("how", [{}, {"compression": "zlib"}, {"tile": (16, 16)}, {"rowsperstrip": 7}])
def test_cut_short_is_unreadable(tmp_path: Path, how: dict[str, Any]) -> None:
    array = RNG.integers(0, 256, (64, 64)).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, **how)
    data = path.read_bytes()
    for keep in (len(data) - 1, len(data) // 2, 300, 50, 9):
        path.write_bytes(data[:keep])
        with pytest.raises(UnreadableImage, match="ends too early" if keep > 1000 else None):
            read_image(path)


@pytest.mark.parametrize("tags", [{"t256": 2**31 - 1, "t257": 2**31 - 1}, {"t256": 20_000_000}, {"t257": 4_000_000}])
def test_absurd_sizes_are_refused(tmp_path: Path, tags: dict[str, int]) -> None:
    path = written(tmp_path / "a.tif", np.zeros((100, 100), np.uint8), compression="zlib")
    with pytest.raises(UnreadableImage):
        read_image(retagged(path, **tags))


@pytest.mark.parametrize("compression", ["zlib", "lzma"])
def test_strip_that_would_unpack_to_a_gigabyte_takes_no_memory(tmp_path: Path, compression: str) -> None:
    import lzma
    import zlib

    zeros = b"\0" * (1 << 20)
    if compression == "zlib":
        packer: Any = zlib.compressobj(9)
        bomb = b"".join(packer.compress(zeros) for _ in range(400)) + packer.flush()
    else:
        bomb = lzma.compress(zeros * 16) * 160
    path = written(tmp_path / "a.tif", np.zeros((10, 10), np.uint8), compression=compression)
    start = path.stat().st_size
    path.write_bytes(path.read_bytes() + bomb)
    tracemalloc.start()
    with suppress(UnreadableImage):  # or its first bytes are taken
        assert not read_image(retagged(path, t273=start, t279=len(bomb))).pixels.any()
    assert tracemalloc.get_traced_memory()[1] < len(bomb) + (8 << 20)
    tracemalloc.stop()


def test_big_tiff_and_tiles(tmp_path: Path) -> None:
    array = RNG.integers(0, 65536, (40, 50)).astype(np.uint16)
    path = written(tmp_path / "a.tif", array, bigtiff=True, tile=(16, 32), compression="zlib")
    np.testing.assert_array_equal(read_image(path).pixels[..., 0], array)


def test_damage_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(RNG.integers(0, 2, (40, 40)).astype(bool)).save(tmp_path / "a.tif", compression="group4")
    data = bytearray((tmp_path / "a.tif").read_bytes())
    (tmp_path / "a.tif").write_bytes(bytes(data[:20]) + b"\x55\xaa\x0f" * 4 + bytes(data[32:]))
    with pytest.raises(UnreadableImage):
        read_image(tmp_path / "a.tif")
    assert capfd.readouterr() == ("", "")
