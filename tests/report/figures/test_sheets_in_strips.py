"""A sheet is drawn strip by strip: the picture is that of one piece."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.report.figures import tiles
from mousaic.report.figures.style import png_bytes


def test_strips_are_not_to_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(rows: int) -> bytes:
        monkeypatch.setattr(tiles, "STRIP", rows)
        sheet = tiles.Sheet(140, 95, "Heading", "Caption")
        sheet.pixels[:] = np.random.default_rng(0).integers(0, 255, sheet.pixels.shape)
        sheet.cross(30, 40, 50)
        return png_bytes(sheet.figure())

    assert drawn(13) == drawn(10_000)
