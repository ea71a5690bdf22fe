"""The benchmark of members that differ, on a dozen tiny images: each row against the comparison's own figures."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import mixed
from mousaic.analysis.compare.comparison import compare
from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images

OPTIONS = {"size": 8, "features": 16, "k": 3, "copies": 1, "epochs": 2, "threads": 1, "seed": 0, "validation": 0.0}


@pytest.fixture(scope="module")
def lines(small_set):
    changed = pytest.MonkeyPatch()
    changed.setattr(mixed, "KINDS", {"default": {}, "local": {"model": "local"}})
    changed.setattr(mixed, "EQUAL", {"members": 2, "features": 16, "k": 3})
    changed.setattr(mixed, "MEMBERS", 2)
    changed.setattr(mixed, "SECOND", {"features": 8, "k": 2})
    changed.setattr(mixed, "ONE", {"features": 24, "k": 5})
    found = mixed.judge(load_images(small_set, ImageOptions(size=8)), dict(OPTIONS), 2)
    changed.undo()
    return {line["row"]: line for line in found}


def test_a_single_member_is_the_comparisons(lines, small_set):
    own = {name: value for name, value in OPTIONS.items() if name not in ("validation", "seed")}
    images = load_images(small_set, ImageOptions(size=8))
    (row,) = (
        row for row in compare(images, methods=["default"], folds=2, seed=0, **own).rows if row.method == "default-omp"
    )
    assert lines["default"]["r"] == pytest.approx(row.pearson, abs=1e-5)


def test_rows_count_what_they_store(lines):
    stored = {row: (line["features"], line["values"]) for row, line in lines.items()}
    assert stored == {
        "default": (16, 3), "local": (16, 3), mixed.AVERAGE: (32, 6), mixed.WEIGHTED: (32, 6), mixed.EQUALS: (32, 6),
        mixed.CHAIN: (24, 5), mixed.LARGE: (24, 5),
    }  # fmt: skip
    weights = [lines[mixed.WEIGHTED][f"w {kind}"] for kind in ("default", "local")]
    assert sum(weights) == pytest.approx(1.0, abs=1e-5) and min(weights) >= 0


def test_differences_are_of_the_rows_named(lines):
    best = max(("default", "local"), key=lambda name: lines[name]["r"])
    for row, null in mixed.NULLS.items():
        assert lines[row]["best"] == best and lines[row]["null"] == null
        for against, other in (("best", best), ("null", null)):
            over = lines[row][f"over {against}"]
            assert over["mean"] == pytest.approx(lines[row]["r"] - lines[other]["r"], abs=1e-5)
            assert over["low"] <= over["mean"] <= over["high"]
    assert np.isfinite([line["error"] for line in lines.values()]).all()
