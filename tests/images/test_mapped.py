"""Pixels in a file without a name: the same numbers as in memory, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from mousaic.errors import MousaicError
from mousaic.image_options import ImageOptions
from mousaic.images import mapped
from mousaic.images.image_set import load_images


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything beyond 4,000 bytes is large, and blocks are small."""
    monkeypatch.setattr(mapped.room, "__defaults__", (4000,))
    monkeypatch.setattr(mapped, "BLOCK", 2500)


def folder(path: Path, kind: str) -> Path:
    rng = np.random.default_rng(0)
    for i in range(30):
        place = path / f"class{i % 2}"
        place.mkdir(parents=True, exist_ok=True)
        pixels = rng.integers(0, 250, (14 + i % 3, 15))
        if kind == "png":
            Image.fromarray(pixels.astype(np.uint8)).save(place / f"{i:02d}.png")
        else:
            tifffile.imwrite(place / f"{i:02d}.tif", pixels.astype("int32" if i % 2 else "uint8"))
    return path


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("png", ImageOptions(size=16)),
        ("png", ImageOptions(size=12, fit="letterbox", depth_range="percentiles", background="grey")),
        ("tif", ImageOptions(size=12, fit="letterbox")),  # float64 among float32
    ],
)
def test_the_same_values_as_in_memory(tmp_path: Path, tiny: None, kind: str, options: ImageOptions) -> None:
    data, beside = folder(tmp_path / "data", kind), tmp_path / "beside"
    beside.mkdir()
    plain, large = load_images(data, options), load_images(data, options, beside=beside)
    assert isinstance(large.pixels, np.memmap) and not isinstance(plain.pixels, np.memmap)
    assert large.pixels.tobytes() == plain.pixels.tobytes()
    assert (large.intake, large.sha256, large.groups) == (plain.intake, plain.sha256, plain.groups)
    few = large.subset(np.arange(29, 3, -2))
    assert isinstance(few.pixels, np.memmap) and (few.pixels == plain.pixels[29:3:-2]).all()
    assert not list(beside.iterdir())


def test_pages_that_were_let_go_come_back(tmp_path: Path) -> None:
    array = mapped.room([50, 100], np.float64, tmp_path, large=0)
    array[:] = np.arange(5000).reshape(50, 100)
    view = array[3:7]
    mapped.let_go()
    assert view[1, 2] == 402 and array.sum() == 4999 * 2500
    assert [part.stop - part.start for part in mapped.blocks(np.empty((7, 2**20), np.float32))] == [4, 3]


def test_no_room_is_said(tmp_path: Path) -> None:
    with pytest.raises(MousaicError, match="prepared images"):
        mapped.room([2**40, 2**10], np.uint8, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_nearest_folder_there_is(tmp_path: Path) -> None:
    assert mapped.nearest_folder(tmp_path / "a" / "b" / "run") == tmp_path
