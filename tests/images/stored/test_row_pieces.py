"""Grids are prepared as files of the same numbers are; vectors stay, on one scale, with their pictures beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import intake, load_images
from mousaic.images.shown_pictures import has_pictures, picture_of, picture_shape

RNG = np.random.default_rng(0)
DEEP = RNG.integers(0, 65536, (6, 20, 30)).astype(np.uint16)
COLOUR = RNG.integers(0, 256, (6, 20, 20, 3)).astype(np.uint8)
VECTORS = RNG.normal(3.0, [1.0, 5.0, 0.1, 2.0], (50, 4))


@pytest.mark.parametrize(("grids", "color"), [(DEEP, "grey"), (COLOUR, "rgb"), (COLOUR, "grey")])
def test_grids_are_as_files(tmp_path: Path, grids: np.ndarray, color: str) -> None:
    options = ImageOptions(size=16, color=color)
    np.save(tmp_path / "a.npy", grids)
    (tmp_path / "files").mkdir()
    for i, grid in enumerate(grids):
        Image.fromarray(grid).save(tmp_path / "files" / f"{i}.png")
    rows, files = load_images(tmp_path / "a.npy", options), load_images(tmp_path / "files", options)
    np.testing.assert_array_equal(rows.pixels, files.pixels)
    assert rows.ranges == files.ranges and rows.intake.depths == files.intake.depths


def test_floats_share_one_range_and_channels_are_chosen(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(4 * 64, dtype=np.float64).reshape(4, 8, 8))
    images = load_images(tmp_path / "a.npy", ImageOptions(size=8))
    assert images.pixels.max() == 1 and images.ranges[0].high == 255
    np.save(tmp_path / "b.npy", RNG.random((4, 8, 8, 5)))
    assert load_images(tmp_path / "b.npy", ImageOptions(size=8, color="all")).shape == (5, 8, 8)
    with pytest.raises(MousaicError, match=r"b\.npy there is no channel 6: it has 5"):
        load_images(tmp_path / "b.npy", ImageOptions(size=8, channel=6))


def test_vectors_have_one_scale_for_all(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", VECTORS)
    images = load_images(tmp_path / "a.npy")
    spread = float(np.sqrt(VECTORS.astype(np.float32).var(0, dtype=np.float64).mean()))
    assert images.shape == (1, 1, 4) and images.limits == (0.0, pytest.approx(spread, rel=1e-6))
    np.testing.assert_allclose(images.pixels[:, 0, 0], VECTORS / spread, rtol=1e-5)
    np.save(tmp_path / "new.npy", VECTORS * 2)
    again = load_images(tmp_path / "new.npy", ranges=images.ranges)
    np.testing.assert_allclose(again.pixels, 2 * images.pixels, rtol=1e-5)
    plain = load_images(tmp_path / "a.npy", ImageOptions(depth_range="none"))
    np.testing.assert_array_equal(plain.pixels[:, 0, 0], VECTORS.astype(np.float32))
    cut = load_images(tmp_path / "a.npy", ImageOptions(depth_range="percentiles"))
    assert cut.pixels.min() < 0 and cut.pixels.max() > 1, "nothing is cut"
    with pytest.raises(MousaicError, match="images need dtype or percentiles"):
        np.save(tmp_path / "grid.npy", DEEP)
        load_images(tmp_path / "grid.npy", ImageOptions(depth_range="none"))
    np.save(tmp_path / "same.npy", np.ones((5, 3)))
    with pytest.raises(MousaicError, match="leaves nothing to learn"):
        load_images(tmp_path / "same.npy")
    assert intake(tmp_path / "a.npy").of_vectors and not intake(tmp_path / "grid.npy").of_vectors


def test_pictures_of_rows(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", VECTORS[:3])
    (tmp_path / "seen").mkdir()
    for i, grid in enumerate(COLOUR[:3]):
        Image.fromarray(grid).save(tmp_path / "seen" / f"p{i}.png")
    options = ImageOptions(size=20, images=str(tmp_path / "seen"))
    in_order = load_images(tmp_path / "a.npy", options)
    assert has_pictures(in_order) and picture_shape(in_order) == (3, 20, 20)
    np.testing.assert_allclose(picture_of(in_order, 1), np.moveaxis(COLOUR[1], 2, 0) / 255, atol=1e-6)
    (tmp_path / "a.csv").write_text("path\np2.png\np0.png\np1.png\n")
    named = load_images(tmp_path / "a.npy", options)
    np.testing.assert_array_equal(named.pictures, in_order.pictures[[2, 0, 1]])
    assert picture_of(named.subset([2]), 0) is not None and len(named.subset([2]).pictures) == 1
    for text, message in [("path\np2.png\nx.png\np1.png\n", "lacks 1 of 3 pictures"), (None, "holds 4 pictures")]:
        (tmp_path / "a.csv").unlink()
        if text is None:
            Image.fromarray(COLOUR[5]).save(tmp_path / "seen" / "p9.png")
        else:
            (tmp_path / "a.csv").write_text(text)
        with pytest.raises(MousaicError, match=message):
            load_images(tmp_path / "a.npy", options)
        (tmp_path / "a.csv").touch()


def test_options_of_arrays_belong_to_arrays(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", DEEP)
    for options in (ImageOptions(array="x"), ImageOptions(table="t.csv"), ImageOptions(images="seen")):
        with pytest.raises(MousaicError, match=r"goes with a file of arrays"):
            load_images(tmp_path, options)
    with pytest.raises(MousaicError, match="--images goes with vectors"):
        load_images(tmp_path / "a.npy", ImageOptions(images="seen"))
