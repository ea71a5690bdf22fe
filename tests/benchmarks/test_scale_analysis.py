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
    write_images(point, tmp_path)
    assert len(list(tmp_path.glob("class00?/*.png"))) == 17


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="needs Linux")
def test_own_memory_is_watched() -> None:
    own = OwnMemory()
    time.sleep(0.3)
    before = own.peak
    kept = np.ones(64 * 2**20, np.uint8)
    time.sleep(0.3)
    assert own.peak - before > 50_000 and kept[0] == 1
