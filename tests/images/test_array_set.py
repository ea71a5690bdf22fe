"""Arrays become image sets without files: on one scale, named, grouped, checked."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.layout import Layout

RNG = np.random.default_rng(0)
GRIDS = RNG.integers(0, 256, (5, 6, 7)).astype(np.uint8)


def test_grids_keep_their_pixels_and_get_names() -> None:
    images = ImageSet.from_arrays(GRIDS)
    assert images.pixels.dtype == np.float32 and images.shape == (1, 6, 7) and images.D == 42
    np.testing.assert_array_equal(images.pixels[:, 0], GRIDS.astype(np.float32) / np.float32(255))
    assert images.paths == images.groups == tuple(f"image_000{i}" for i in range(5))
    assert images.labels.tolist() == [-1] * 5 and images.class_names == () and images.root is None
    assert images.sha256[1] == hashlib.sha256(images.pixels[1].astype("<f4").tobytes()).hexdigest()
    assert images.intake.read == 5 and images.intake.sizes == {"7 x 6": 5} and images.intake.root is None
    assert len(ImageSet.from_arrays(np.zeros((12_000, 3)) + np.arange(3)).paths[-1]) == len("image_11999")


def test_colour_comes_last_and_leads_in_the_set() -> None:
    colour = RNG.random((4, 8, 8, 3))
    images = ImageSet.from_arrays(colour)
    assert images.shape == Layout(3, 8, 8)
    np.testing.assert_array_equal(images.pixels, np.moveaxis(colour, 3, 1).astype(np.float32))
    assert ImageSet.from_arrays(colour[..., :1]).shape == (1, 8, 8)


@pytest.mark.parametrize(("dtype", "full"), [("u1", 255), ("u2", 65535), ("u4", 2**32 - 1), ("?", 1)])
def test_unsigned_numbers_are_shares_of_their_type(dtype: str, full: int) -> None:
    grid = np.zeros((2, 4, 4), dtype)
    grid[0, 0, 0] = full
    grid[1, 2, 1] = full // 3
    pixels = ImageSet.from_arrays(grid).pixels
    assert pixels.max() == 1 and pixels[1, 0, 2, 1] == pytest.approx(full // 3 / full)


def test_an_array_is_read_as_its_file_is(tmp_path: Path) -> None:
    arrays = RNG.integers(0, 256, (3, 8, 8, 3)).astype(np.uint8)
    for i, array in enumerate(arrays):
        Image.fromarray(array).save(tmp_path / f"{i}.png")
    files = load_images(tmp_path, ImageOptions(size=8, color="rgb"))
    np.testing.assert_array_equal(ImageSet.from_arrays(arrays).pixels, files.pixels)
    assert ImageSet.from_arrays(arrays).preparation == ImageOptions(size=8, color="rgb")
    assert files.preparation == ImageOptions(size=8, color="rgb")


def test_the_set_is_its_own() -> None:
    grid = RNG.random((3, 4, 4)).astype(np.float32)
    images = ImageSet.from_arrays(grid)
    grid[:] = 0
    assert images.pixels.min() >= 0 and images.pixels.max() > 0.5


def test_flat_vectors_are_taken_as_they_are() -> None:
    rows = RNG.normal(0, 100, (6, 20))
    images = ImageSet.from_arrays(rows)
    assert images.shape == (1, 1, 20) and not images.shape.is_grid and images.D == 20
    np.testing.assert_array_equal(images.pixels[:, 0, 0], rows.astype(np.float32))
    assert images.intake.near_count == 0 and images.intake.sizes == {}
    np.testing.assert_array_equal(ImageSet.from_arrays(rows.astype(int)).pixels[:, 0, 0], rows.astype(int))
    assert images.subset([4, 1]).pixels.shape == (2, 1, 1, 20)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((3, 4, 4), np.int64), "do not say what is black"),
        (np.full((3, 4, 4), 1.5), "must lie in 0 to 1, these reach from 1.5 to 1.5"),
        (np.full((3, 4, 4), -0.1), "must lie in 0 to 1"),
        (np.full((3, 4, 4), np.nan), "NaN"),
        (np.full((3, 4), np.inf), "NaN or infinite"),
        (np.zeros((3, 4, 4, 4)), "4 channels are neither grey"),
        (np.zeros((3, 1, 9)), "no rows and columns"),
        (np.zeros(7), r"shape \(7,\)"),
        (np.zeros((0, 4, 4)), r"shape \(0, 4, 4\)"),
        (np.zeros((2, 3, 4, 4, 1)), "shape"),
        (np.array([["a", "b"]]), "arrays of numbers"),
        (np.zeros((2, 4), complex), "arrays of numbers"),
    ],
)
def test_what_is_no_image_is_refused_in_a_sentence(array: Any, message: str) -> None:
    with pytest.raises(MousaicError, match=message):
        ImageSet.from_arrays(array)


def test_labels_are_named_and_ordered() -> None:
    images = ImageSet.from_arrays(GRIDS, ["b10", "b9", None, "a", "b9"])
    assert images.class_names == ("a", "b9", "b10") and images.labels.tolist() == [2, 1, -1, 0, 1]
    assert images.intake.classes == {"a": 1, "b9": 2, "b10": 1}
    assert ImageSet.from_arrays(GRIDS, np.array([3, -1, 3, 10, -1])).class_names == ("3", "10", "-1")
    placed = ImageSet.from_arrays(GRIDS, [1, 0, -1, 1, 1], class_names=("z", "a"))
    assert placed.class_names == ("z", "a") and placed.labels.tolist() == [1, 0, -1, 1, 1]


@pytest.mark.parametrize(
    ("y", "names", "message"),
    [
        ([0, 1], None, "5 images need as many labels"),
        ([0.5] * 5, None, "is no label"),
        ([0, 1, 2, 0, 1], ("a", "b"), "must be -1 to 1"),
        (list("ababa"), ("a", "b"), "leave class_names out"),
        ([0, 1, 0, 1, 0], ("a", "a"), "one name"),
    ],
)
def test_labels_that_do_not_fit(y: list[Any], names: tuple[str, ...] | None, message: str) -> None:
    with pytest.raises(MousaicError, match=message):
        ImageSet.from_arrays(GRIDS, y, class_names=names)


def test_groups_and_paths() -> None:
    images = ImageSet.from_arrays(GRIDS, groups=[7, 7, "m", "m", 1], paths=list("edcba"))
    assert images.groups == ("7", "7", "m", "m", "1") and images.paths == tuple("edcba")
    with pytest.raises(MousaicError, match="as many groups"):
        ImageSet.from_arrays(GRIDS, groups=["a"])
    with pytest.raises(MousaicError, match="different paths"):
        ImageSet.from_arrays(GRIDS, paths=list("abcda"))


def test_copies_share_a_group_and_are_named() -> None:
    scenes = np.random.default_rng(1).random((12, 4, 4)).repeat(4, 1).repeat(4, 2)
    scenes[5] = scenes[2]
    scenes[7] = scenes[3] * 0.95 + 0.02
    scenes[9] = 0.5
    images = ImageSet.from_arrays(scenes, np.arange(12) % 2)
    assert images.groups[5] == "image_0002" and len(set(images.groups)) == 11
    found = images.intake
    assert found.duplicates == found.duplicates_across_classes == (("image_0002", "image_0005"),)
    assert found.near_duplicates == (("image_0003", "image_0007"),) and found.near_count == 1
    assert found.constant == ("image_0009",)
    oblong = ImageSet.from_arrays(scenes[:, :, :7])
    assert oblong.intake.near_duplicates == (("image_0003", "image_0007"),)
    apart = ImageSet.from_arrays(scenes, groups=np.arange(12))
    assert len(set(apart.groups)) == 12
