"""The sheet of parts: a ring lies where the part is, whatever the image's size."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.parts.part_findings import findings_of
from mousaic.analysis.parts.part_set import learn_parts
from mousaic.images.image_set import ImageSet
from mousaic.report.figures import parts_sheet as sheets
from mousaic.report.figures.tiles import Sheet


@pytest.mark.parametrize("size", [16, 28, 64, 100, 300])
def test_rings_and_homes_lie_on_the_image_itself(size, monkeypatch):
    draw = np.random.default_rng(0)
    images = ImageSet.from_arrays(draw.random((6, size, size)))
    findings = findings_of(learn_parts(images, 3), images)
    seen: list[tuple[int, float, float]] = []
    monkeypatch.setattr(
        sheets, "marked", lambda tile, row, column, found: (seen.append((len(tile), row, column)), tile)[1]
    )
    pasted: list[np.ndarray] = []
    monkeypatch.setattr(Sheet, "paste", lambda self, tile, x, y: pasted.append(tile))
    sheets.parts_sheet(findings, images)
    assert seen and all(side % min(size, 100) == 0 and side <= 128 for side, *_ in seen)  # no white around the image
    assert {len(tile) for tile in pasted} == {128}
    for _, row, column in seen:
        assert 0 <= row <= 1 and 0 <= column <= 1


def test_a_ring_is_drawn_around_its_place():
    drawn = sheets.marked(np.zeros((96, 96, 3), np.uint8), 0.25, 0.75, True)
    rows, columns = np.nonzero(drawn.any(-1))
    assert abs(rows.mean() + 0.5 - 24) < 1 and abs(columns.mean() + 0.5 - 72) < 1
