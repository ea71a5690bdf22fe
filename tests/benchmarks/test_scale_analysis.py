"""What the scale benchmark draws and watches."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks import scale_analysis
from benchmarks.scale_analysis import OwnMemory, Point, drawn, write_images


def test_images_are_drawn_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale_analysis, "BLOCK", 7)
    point = Point(images=17, classes=3, side=12)
    blocks = list(drawn(point))
    assert [len(pixels) for pixels, _ in blocks] == [7, 7, 3]
    assert np.concatenate([labels for _, labels in blocks]).tolist() == [i % 3 for i in range(17)]
    assert all(0 <= pixels.min() < pixels.max() <= 1 for pixels, _ in blocks)
    assert len(list(write_images(point, tmp_path).glob("class00?/*.png"))) == 17
    array = np.load(write_images(point._replace(array=True), tmp_path))
    assert array.shape == (17, 12, 12) and (tmp_path / "images.csv").read_text().split()[2] == "class001"
    np.testing.assert_array_equal(array[7:14], (blocks[1][0] * 255).astype(np.uint8))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs Linux")
def test_own_memory_is_watched() -> None:
    own = OwnMemory()
    time.sleep(0.3)
    before = own.peak
    kept = np.ones(64 * 2**20, np.uint8)
    time.sleep(0.3)
    assert own.peak - before > 50_000 and kept[0] == 1
