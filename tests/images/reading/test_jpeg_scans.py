"""Scans of a JPEG are counted where they are, and bounded by the image and not by the file."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.images.reading.image_file import UnreadableImage, read_image
from mousaic.images.reading.jpeg_scans import check_scans, count_scans

RNG = np.random.default_rng(0)


def progressive(side: int = 64, noise: bool = True) -> bytes:
    array = RNG.integers(0, 256, (side, side, 3)).astype(np.uint8) if noise else np.zeros((side, side, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(array).save(out, "JPEG", progressive=True, quality=95)
    return out.getvalue()


def repeated(data: bytes, times: int) -> bytes:
    """Its last scan again and again."""
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * times + data[-2:]


def by_pillow(data: bytes) -> int:
    """The scans as Pillow's own parser of markers meets them, up to the first; then the rest by the bytes."""
    return data.count(b"\xff\xda")


@pytest.mark.parametrize("side", [8, 64, 300])
@pytest.mark.parametrize("noise", [True, False])
def test_scans_of_real_files_are_counted(side: int, noise: bool) -> None:
    data = progressive(side, noise)
    assert count_scans(io.BytesIO(data), 1000) == by_pillow(data) == 10
    assert count_scans(io.BytesIO(repeated(data, 7)), 1000) == 17
    plain = io.BytesIO()
    Image.fromarray(RNG.integers(0, 256, (side, side)).astype(np.uint8)).save(plain, "JPEG", restart_marker_rows=1)
    assert count_scans(io.BytesIO(plain.getvalue()), 1000) == 1


def test_what_is_no_scan_of_the_image_does_not_count(tmp_path: Path) -> None:
    """Previews inside metadata, and anything behind the end."""
    data = progressive()
    preview = b"\xff\xda" * 30_000
    inside = data[:2] + b"\xff\xe1" + (len(preview) + 2).to_bytes(2, "big") + preview + data[2:]
    (tmp_path / "a.jpg").write_bytes(inside + preview * 20)
    assert count_scans(io.BytesIO(inside + preview * 20), 1000) == 10
    np.testing.assert_array_equal(read_image(tmp_path / "a.jpg").pixels, read_image(_written(tmp_path, data)).pixels)


def test_a_large_file_of_repeated_scans_is_refused_at_once(tmp_path: Path) -> None:
    """79 MB in 3,600 scans took 24 seconds of the processor."""
    data = progressive(160)
    path = _written(tmp_path, repeated(data, 3600))
    assert path.stat().st_size > 10_000_000
    began = time.process_time()
    with pytest.raises(UnreadableImage, match="more than 200 scans"):
        read_image(path)
    assert time.process_time() - began < 2


def test_larger_images_may_have_fewer() -> None:
    data = repeated(progressive(), 40)
    check_scans(io.BytesIO(data), 64 * 64)
    with pytest.raises(UnreadableImage, match="more than 20 scans"):
        check_scans(io.BytesIO(data), 50_000_000)
    check_scans(io.BytesIO(progressive()), 178_000_000)


def test_damage_ends_the_count() -> None:
    data = repeated(progressive(), 5)
    for keep in range(0, len(data), 97):
        assert 0 <= count_scans(io.BytesIO(data[:keep]), 1000) <= 15


def _written(folder: Path, data: bytes) -> Path:
    (folder / "b.jpg").write_bytes(data)
    return folder / "b.jpg"
