"""Limits of runs of any version, in the numbers of the files."""

from __future__ import annotations

from typing import Any

import pytest

from mousaic.images.reading.decoded import depth_of
from mousaic.runs.recorded_limits import recorded_limits
from mousaic.said import told

SIGNED = {"what": told("treated_signed").to_json(), "paths": ["a.tif"]}
DEPTHS = [{"depth": depth_of(16, "signed", told("mode_grey")).to_json(), "images": 9}]


@pytest.mark.parametrize(
    ("record", "limits"),
    [
        ({"limits": None}, None),
        ({"limits": [300, 4000], "intake": {"treatments": [], "depths": DEPTHS}}, (300, 4000)),
        ({"limits": [31768, 34768], "intake": {"treatments": [SIGNED], "depths": DEPTHS}}, (-1000, 2000)),
        ({"limits": [-1000, 2000], "ranges": [], "intake": {"treatments": [SIGNED], "depths": DEPTHS}}, (-1000, 2000)),
        ({"limits": [0, 255], "intake": {"treatments": [{"what": "text", "paths": []}], "depths": []}}, (0, 255)),
    ],
)
def test_signed_numbers_were_counted_from_their_least(record: dict[str, Any], limits: Any) -> None:
    assert recorded_limits(record) == limits
