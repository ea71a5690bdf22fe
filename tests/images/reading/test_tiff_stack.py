"""Pages that are previews, channels, slices or rows: each option gives the array that was put in."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import intake, load_images
from mousaic.images.reading.decoded import Pick
from mousaic.images.reading.image_file import UnreadableImage, read_image
from mousaic.images.reading.tiff_stack import page_axes, stack_of
from tests.images.reading.tiff_writing import said, written

CASES = Path(__file__).parents[3].parent / "shared" / "cases"
RNG = np.random.default_rng(0)
WRITERS: dict[str, dict[str, Any]] = {"imagej": {"imagej": True}, "ome": {"ome": True}, "shaped": {}}


def stack(writer: str, path: Path, array: np.ndarray, axes: str, **how: Any) -> Path:
    path = path.with_suffix(".ome.tif") if writer == "ome" else path
    return written(path, array, photometric="minisblack", metadata={"axes": axes}, **WRITERS[writer], **how)


def relink(path: Path, page: int, following: int | None) -> None:
    """Let another page, or none, follow a page."""
    with tifffile.TiffFile(path) as tiff:
        order = tiff.byteorder
        offsets: list[int] = [one.offset for one in tiff.pages]
    data = bytearray(path.read_bytes())
    (tags,) = struct.unpack_from(f"{order}H", data, offsets[page])
    struct.pack_into(f"{order}I", data, offsets[page] + 2 + 12 * tags, 0 if following is None else offsets[following])
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("order", ["TZCYX", "ZTCYX", "CTZYX"])
def test_every_slice_and_channel_is_found(tmp_path: Path, writer: str, order: str) -> None:
    if writer == "imagej" and order != "TZCYX":
        pytest.skip("ImageJ knows one order")
    sizes = {"T": 3, "Z": 2, "C": 4, "Y": 6, "X": 5}
    array = RNG.integers(0, 60_000, [sizes[axis] for axis in order]).astype(np.uint16)
    path = stack(writer, tmp_path / "a.tif", array, order)
    stacked = array.reshape(4, 6, 6, 5).swapaxes(0, 1) if order[0] == "C" else array.reshape(6, 4, 6, 5)
    for page in range(6):
        found = read_image(path, color="all", pick=Pick(page + 1))
        np.testing.assert_array_equal(found.pixels, np.moveaxis(stacked[page], 0, -1))
        assert found.facts.frames == 6 and str(found.facts.mode) == "4 channels"
        alone = read_image(path, pick=Pick(page + 1, channel=3))
        np.testing.assert_array_equal(alone.pixels[..., 0], stacked[page, 2])
        assert "channel 3 of 4 taken" in said(alone)
    grey = read_image(path)
    np.testing.assert_allclose(grey.pixels[..., 0], stacked[0].mean(0), rtol=1e-6)
    assert "mean of 4 channels taken" in str(said(grey)) and "first of 6 pages used" in said(grey)[0]
    most = read_image(path, color="all", pick=Pick(project="max"))
    np.testing.assert_array_equal(most.pixels, np.moveaxis(stacked.max(0), 0, -1))
    mean = read_image(path, color="all", pick=Pick(project="mean"))
    np.testing.assert_allclose(mean.pixels, np.moveaxis(stacked.mean(0), 0, -1), rtol=1e-6)
    assert said(mean)[0] == "mean of 6 pages taken, pixel by pixel"


@pytest.mark.parametrize("pick", [Pick(page=7), Pick(channel=5), Pick(page=7, channel=2)])
def test_what_is_not_there_is_said(tmp_path: Path, pick: Pick) -> None:
    path = stack("shaped", tmp_path / "a.tif", np.zeros((6, 4, 6, 5), np.uint8), "TCYX")
    with pytest.raises(UnreadableImage, match=r"there is no (page 7: it has 6|channel 5: it has 4)"):
        read_image(path, pick=pick)


def test_projections_mean_brightness(tmp_path: Path) -> None:
    """Of MinIsWhite the brightest is the least number; floats keep their fractions."""
    array = RNG.random((4, 6, 5)).astype(np.float32)
    for photometric, most in (("minisblack", array.max(0)), ("miniswhite", array.min(0))):
        path = written(tmp_path / "a.tif", array, photometric=photometric, metadata={"axes": "ZYX"})
        np.testing.assert_array_equal(read_image(path, pick=Pick(project="max")).pixels[..., 0], most)
    counts = (array * 200).astype(np.uint8)
    path = written(tmp_path / "b.tif", counts, photometric="miniswhite", metadata={"axes": "ZYX"})
    np.testing.assert_array_equal(
        read_image(path, pick=Pick(project="max")).pixels[..., 0], 255 - counts.min(0).astype(float)
    )


def test_previews_and_masks_are_passed_over(tmp_path: Path) -> None:
    image, small = RNG.integers(0, 255, (32, 40)).astype(np.uint8), np.zeros((8, 10), np.uint8)
    for order in ([1, 0, 4, 1], [0, 1, 1], [4, 1, 0]):
        with tifffile.TiffWriter(tmp_path / "a.tif") as tiff:
            for kind in order:
                page, meaning = (small > 0, "mask") if kind == 4 else (small if kind else image, "minisblack")
                tiff.write(page, subfiletype=kind, metadata=None, photometric=meaning)
        found = read_image(tmp_path / "a.tif")
        np.testing.assert_array_equal(found.pixels[..., 0], image)
        assert found.facts.frames == 1 and said(found) == ()
    with tifffile.TiffWriter(tmp_path / "b.tif") as tiff:  # as raw files of cameras are
        tiff.write(small, subfiletype=1, subifds=1, metadata=None, photometric="minisblack")
        tiff.write(image, subfiletype=0, metadata=None, photometric="minisblack")
    np.testing.assert_array_equal(read_image(tmp_path / "b.tif").pixels[..., 0], image)


@pytest.mark.parametrize("channels", [2, 5])
def test_channels_last_written_as_pages(tmp_path: Path, channels: int) -> None:
    array = RNG.integers(0, 255, (48, 40, channels)).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, photometric="minisblack")
    with tifffile.TiffFile(path) as tiff:
        assert len(tiff.pages) == 48  # the trap
    found = read_image(path, color="all")
    np.testing.assert_array_equal(found.pixels, array)
    assert found.facts.frames == 1 and "48 pages of one row each put together" in said(found)[0]
    np.testing.assert_array_equal(read_image(path, pick=Pick(channel=2)).pixels[..., 0], array[..., 1])


def test_small_pages_that_are_a_stack_stay_one(tmp_path: Path) -> None:
    array = RNG.integers(0, 255, (6, 8, 8)).astype(np.uint8)
    found = read_image(written(tmp_path / "a.tif", array, photometric="minisblack"), pick=Pick(page=4))
    np.testing.assert_array_equal(found.pixels[..., 0], array[3])


@pytest.mark.parametrize("dtype", ["u1", "u2", "f4"])
def test_imagej_stacks_with_one_page_of_tags(tmp_path: Path, dtype: str) -> None:
    """As ImageJ writes those beyond 4 GB."""
    array = (RNG.random((5, 2, 6, 7)) * 200).astype(dtype)
    path = stack("imagej", tmp_path / "a.tif", array, "ZCYX")
    relink(path, 0, None)
    with tifffile.TiffFile(path) as tiff:
        assert len(tiff.pages) == 1
    for page in range(5):
        found = read_image(path, color="all", pick=Pick(page + 1))
        np.testing.assert_array_equal(found.pixels, np.moveaxis(array[page], 0, -1))


def test_every_page_is_an_image_of_one_group(tmp_path: Path) -> None:
    for name, count in (("a", 3), ("b", 1), ("c", 4)):
        array = RNG.integers(0, 255, (count, 2, 20, 20)).astype(np.uint8)
        stack("imagej", tmp_path / f"{name}.tif", array, "TCYX")
    Image.fromarray(np.eye(20, dtype=np.uint8) * 255).save(
        tmp_path / "d.gif", save_all=True, append_images=[Image.new("L", (20, 20), 90)]
    )
    images = load_images(tmp_path, ImageOptions(size=20, pages="all", channel=2))
    assert images.paths[:4] == ("a.tif#1", "a.tif#2", "a.tif#3", "b.tif") and len(images) == 10
    assert images.groups == (*["a.tif"] * 3, "b.tif", *["c.tif"] * 4, *["d.gif"] * 2)
    assert len(set(images.sha256)) == 10 and images.intake.duplicates == ()
    with tifffile.TiffFile(tmp_path / "c.tif") as tiff:
        np.testing.assert_allclose(images.pixels[6, 0], tiff.asarray()[2, 1] / 255, rtol=1e-6)
    assert not any("page" in str(what) for what in images.intake.treatments)


def test_frames_of_animations(tmp_path: Path) -> None:
    frames = [Image.new("L", (8, 8), 40 * i) for i in range(1, 5)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    for number in (2, 4):
        assert (read_image(tmp_path / "a.gif", pick=Pick(page=number)).pixels.round() == 40 * number).all()
    assert (read_image(tmp_path / "a.gif", pick=Pick(project="max")).pixels.round() == 160).all()
    assert (read_image(tmp_path / "a.gif", pick=Pick(project="mean")).pixels.round() == 100).all()
    with pytest.raises(UnreadableImage, match="there is no page 5: it has 4"):
        read_image(tmp_path / "a.gif", pick=Pick(page=5))


def test_sets_keep_all_channels_or_say_what_differs(tmp_path: Path) -> None:
    arrays = RNG.integers(0, 255, (3, 5, 20, 20)).astype(np.uint8)
    for i, array in enumerate(arrays):
        stack("ome", tmp_path / f"{i}.tif", array, "CYX")
    images = load_images(tmp_path, ImageOptions(size=20, color="all"))
    assert images.shape == (5, 20, 20)
    np.testing.assert_allclose(images.pixels, arrays / np.float32(255), rtol=1e-6)
    Image.fromarray(arrays[0, 0]).save(tmp_path / "z.png")
    with pytest.raises(MousaicError, match=r"different numbers of channels \(3 of 5, 1 of 1\)"):
        load_images(tmp_path, ImageOptions(size=20, color="all"))
    assert len(load_images(tmp_path, ImageOptions(size=20))) == 4


def test_options_that_exclude_each_other() -> None:
    with pytest.raises(MousaicError, match="--project max makes one image"):
        ImageOptions(project="max", page=2)
    with pytest.raises(MousaicError, match="--pages all takes every page"):
        ImageOptions(pages="all", page=2)


class Described:
    """What of a page its axes are read from."""

    shape, samplesperpixel = (6, 5), 1

    def __init__(self, description: str) -> None:
        self.description = description


PIECES = st.sampled_from(
    ["ImageJ=1\n", "images=6\n", "channels=", "slices=", "frames=", "<OME><Pixels ", 'SizeC="', '" SizeZ="',
     '" SizeT="', 'DimensionOrder="XYCZT"', ">", '{"shape": [', "6, 5", "]", '"axes": "CYX"}', "999999999", "-1",
     "3", "2", "\n", ", "]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=80), st.integers(1, 12))
def test_no_description_surprises(text: str, count: int) -> None:
    axes = page_axes(Described(text), count)
    assert 1 <= np.prod([size for _, size in axes]) <= count


def test_a_ring_of_pages_that_calls_itself_a_stack(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.zeros((3, 6, 5), np.uint8), imagej=True, metadata={"axes": "ZYX"})
    relink(path, 2, 0)
    assert read_image(path).facts.frames == 0
    with pytest.raises(UnreadableImage, match="too long to project"):
        read_image(path, pick=Pick(project="max"))
    with tifffile.TiffFile(path) as tiff:
        assert not stack_of(tiff).known


@pytest.mark.skipif(not CASES.is_dir(), reason="the collected cases are not beside the project")
def test_collected_cases() -> None:
    assert intake(CASES / "thumb_first").sizes != {"16 x 16": 1}
    found = read_image(CASES / "yxc2_trap" / "a.tif", color="all")
    assert found.pixels.shape == (64, 64, 2)
