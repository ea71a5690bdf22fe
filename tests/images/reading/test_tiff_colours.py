"""What the numbers of a TIFF mean: depth, sign, inversion, colours, opacity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.images.reading.image_file import UnreadableImage, read_image
from tests.images.reading.tiff_writing import retagged, said, written

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_signed_numbers_stay_signed(tmp_path: Path, bits: int) -> None:
    low = -(2 ** (bits - 1))
    array = np.array([[low, -1, 0, -low - 1]], dtype=f"i{bits // 8}")
    found = read_image(written(tmp_path / "a.tif", array))
    np.testing.assert_allclose(found.pixels[0, :, 0], array[0].astype(float), atol=0.5)
    assert found.ends == (low, -low - 1) and (found.low, found.high) == found.ends
    white = read_image(written(tmp_path / "b.tif", array, photometric="miniswhite"))
    np.testing.assert_allclose(white.pixels[0, :, 0], -1 - array[0].astype(float), atol=0.5)


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_floats_and_their_scale(tmp_path: Path, dtype: str) -> None:
    array = RNG.random((5, 6)).astype(dtype)
    found = read_image(written(tmp_path / "a.tif", array))
    np.testing.assert_allclose(found.pixels[..., 0], array.astype(np.float32))
    assert found.ends is None and found.facts.number == "float" and not found.inverted
    assert (found.low, found.high) == (array.min(), array.max())
    assert read_image(written(tmp_path / "b.tif", array, photometric="miniswhite")).inverted


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
    assert "mean of 5 channels taken" in str(said(grey)) and str(grey.facts.mode) == "5 channels"
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
