"""What becomes 0 and 1, for every number type: held to (value - black) / (white - black) in float64."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.ranges import Range, fitting, float_range, range_from_json

DTYPE, PERCENTILES = (ImageOptions(size=8, depth_range=name) for name in ("dtype", "percentiles"))  # type: ignore[arg-type]
BYTES, WORDS, SHARES = Range((0, 255), 0, 255), Range((0, 65535), 0, 65535), Range(None, 0, 1)


def written(folder: Path, arrays: np.ndarray, **how: Any) -> Path:
    folder.mkdir(exist_ok=True)
    for i, array in enumerate(arrays):
        tifffile.imwrite(folder / f"{i}.tif", array, photometric=how.get("photometric", "minisblack"))
    return folder


def values(low: float, high: float, dtype: str) -> np.ndarray:
    """Six images that hold both ends."""
    found = np.random.default_rng(0).uniform(low, high, (6, 8, 8))
    found[0, 0, 0], found[0, 0, 1] = low, high
    return found.astype(dtype)


def warnings(images: ImageSet) -> str:
    return " ".join(map(str, images.intake.warnings))


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(-1, 2.3, "f4"), (0, 300, "f4"), (0, 2.3, "f8"), (0, 1e6, "f4"), (-5, -2, "f2"), (1e9, 1e9 + 4, "f8")],
)
def test_floats_beyond_usual_scales_use_their_extremes(tmp_path: Path, low: float, high: float, dtype: str) -> None:
    arrays = values(low, high, dtype)
    images = load_images(written(tmp_path, arrays), DTYPE)
    wide = arrays.astype(np.float64)
    low, high = wide.min(), wide.max()
    np.testing.assert_allclose(images.pixels[:, 0], (wide - low) / (high - low), atol=1e-6)
    assert images.limits == (low, high) and images.ranges == (Range(None, low, high),)
    assert f"6 float files hold values from {round(low, 4):.12g} to" in warnings(images)


@pytest.mark.parametrize(("high", "white"), [(0.9, 1), (0.02, 1), (204, 255), (40_000, 65535)])
def test_floats_on_usual_scales(tmp_path: Path, high: float, white: float) -> None:
    arrays = values(0, high, "f4")
    images = load_images(written(tmp_path, arrays), DTYPE)
    np.testing.assert_allclose(images.pixels[:, 0], arrays / np.float32(white), rtol=1e-6)
    assert images.limits == (0, white)
    assert ("float files hold values from 0 to" in warnings(images)) == (white != 1)
    assert ("percentiles would use" in warnings(images)) == (high == 0.02)


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
def test_small_counts_are_pointed_out_and_percentiles_show_them(tmp_path: Path, dtype: str) -> None:
    arrays = values(3, 23, dtype)
    by_type = load_images(written(tmp_path, arrays), DTYPE)
    said = warnings(by_type)
    assert "the files hold values from 3 to 23" in said and "--depth-range percentiles would use" in said
    ends = np.iinfo(dtype)
    expected = (arrays.astype(np.float64) - float(ends.min)) / (float(ends.max) - float(ends.min))
    np.testing.assert_allclose(by_type.pixels[:, 0], expected, atol=1e-6)
    images = load_images(tmp_path, PERCENTILES)
    low, high = np.percentile(arrays.astype(np.float64), [0.1, 99.9])
    expected = np.clip((arrays.astype(np.float64) - low) / (high - low), 0, 1)
    np.testing.assert_allclose(images.pixels[:, 0], expected, atol=1e-6)
    assert warnings(images) == "" and len(np.unique(images.pixels)) == len(np.unique(arrays))


@pytest.mark.parametrize(("low", "dtype"), [(2**31, "u4"), (-(2**31), "i4"), (2**40, "i8"), (2**40, "u8")])
@pytest.mark.parametrize("size", [8, 4])
def test_counts_far_from_zero_keep_their_levels(tmp_path: Path, low: int, dtype: str, size: int) -> None:
    """Also where the images are made smaller, as numbers near 0 are."""
    small = values(0, 50, "i8")
    arrays = (small + low).astype(dtype)
    options = ImageOptions(size=size, depth_range="percentiles")
    images = load_images(written(tmp_path / "far", arrays), options)
    near = load_images(written(tmp_path / "near", small.astype("u1")), options)
    np.testing.assert_allclose(images.pixels, near.pixels, atol=1e-5)


def test_hounsfield_units_are_pointed_out(tmp_path: Path) -> None:
    arrays = values(-1000, 2000, "i2")
    images = load_images(written(tmp_path, arrays), DTYPE)
    assert "from -1000 to 2000" in warnings(images) and "between 0.485 and 0.530" in warnings(images)
    images = load_images(tmp_path, PERCENTILES)
    assert images.limits is not None and -1001 < images.limits[0] < -980 and images.pixels.max() == 1


@pytest.mark.parametrize(
    ("low", "high", "dtype"), [(0, 1000, "f4"), (0, 0.9, "f4"), (-1000, 2000, "i2"), (0, 200, "u1")]
)
@pytest.mark.parametrize("options", [DTYPE, PERCENTILES])
def test_min_is_white_is_the_mirror_of_min_is_black(
    tmp_path: Path, low: float, high: float, dtype: str, options: ImageOptions
) -> None:
    arrays = values(low, high, dtype)
    black = load_images(written(tmp_path / "a", arrays, photometric="minisblack"), options)
    white = load_images(written(tmp_path / "b", arrays, photometric="miniswhite"), options)
    np.testing.assert_allclose(white.pixels, 1 - black.pixels, atol=1e-6)


def test_equal_images_are_not_called_dark(tmp_path: Path) -> None:
    """Percentiles would find no range in them."""
    arrays = np.full((4, 8, 8), 7, np.uint8)
    said = warnings(load_images(written(tmp_path / "a", arrays), DTYPE))
    assert said.startswith("all 4 images are the same file") and "\n" not in said
    with pytest.raises(MousaicError, match="Nearly all pixels"):
        load_images(tmp_path / "a", PERCENTILES)


def test_mixed_types_have_another_remedy(tmp_path: Path) -> None:
    written(tmp_path, values(0, 20, "u2"))
    Image.fromarray(np.arange(64, dtype=np.uint8).reshape(8, 8) // 4).save(tmp_path / "z.png")
    assert "save all files with one depth" in warnings(load_images(tmp_path, DTYPE))


def test_values_below_a_range_that_was_given(tmp_path: Path) -> None:
    written(tmp_path, values(-1, 0.8, "f4"))
    images = load_images(tmp_path, DTYPE, ranges=(SHARES,))
    assert images.pixels.min() == 0 and "lie outside the range of 0 to 1" in warnings(images)


def test_which_types_are_known_to_match() -> None:
    assert fitting((0, 65535), [BYTES], (0, 900)) == WORDS
    assert fitting(None, [BYTES], (0, 0.9)) == SHARES and fitting(None, [BYTES], (0, 250)) == Range(None, 0, 255)
    assert fitting((0, 255), [SHARES], (0, 255)) == BYTES
    assert fitting(None, [Range(None, 0, 255)], (0, 0.9)) == SHARES
    assert fitting(None, [BYTES], (-1, 2.3)) is None  # nobody knows what is black
    assert fitting((-32768, 32767), [BYTES], (0, 9)) is None
    own = Range(None, -1, 2.3)
    assert fitting(None, [own], (-9, 9)) == own and fitting((0, 255), [own], (0, 255)) is None
    window = Range((0, 65535), 300, 4000)
    assert fitting((0, 65535), [window], (0, 9)) == window and fitting((0, 255), [window], (0, 255)) is None


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_every_float_lies_in_its_range(low: float, width: float) -> None:
    high = low + width
    black, white = float_range(low, high)
    assert black < white
    if low < high:
        assert black <= low and high <= white
        assert (low >= 0 and white == 1) or high - black >= 0.1 * (white - black)


@given(st.none() | st.tuples(st.floats(-9, 0), st.floats(1, 9)), st.floats(-9, 0), st.floats(1, 9))
def test_a_range_survives_json(ends: tuple[float, float] | None, low: float, high: float) -> None:
    assert range_from_json(Range(ends, low, high).to_json()) == Range(ends, low, high)
