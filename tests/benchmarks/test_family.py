"""The benchmark of the family on a dozen tiny images, and its sheets of pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from benchmarks.family import COLUMNS, KINDS, draw, judge
from mousaic.analysis.compare.comparison import compare
from mousaic.analysis.compare.methods.family_members import with_parts
from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import load_images

OPTIONS = {"size": 8, "features": 24, "k": 3, "copies": 1, "epochs": 3, "learn": "topk", "model": "whole", "threads": 1}


def test_its_figures_are_those_of_the_comparison(small_set):
    images = load_images(small_set, ImageOptions(size=8))
    lines = {line["kind"]: line for line in judge(images, config_for(**OPTIONS), ["untied", "jump-relu"], 2)}
    assert list(lines) == ["tied", "untied", "jump-relu"] and set(COLUMNS) <= set(lines["untied"])
    methods = ["default", "start", "untied", "start-untied", "jump-relu"]
    rows = {row.method: row for row in compare(images, methods=methods, folds=2, **OPTIONS).rows}
    for kind, row in (("tied", "default"), ("untied", "untied"), ("jump-relu", "jump-relu-at-k")):
        assert lines[kind]["k codes"] == pytest.approx(rows[row].pearson, abs=1e-5)
        assert lines[kind]["dead"] == pytest.approx(rows[row].dead)
    assert lines["jump-relu"]["own codes"] == pytest.approx(rows["jump-relu"].pearson, abs=1e-5)
    assert lines["untied"]["start"] == pytest.approx(rows["start-untied"].pearson, abs=1e-5)
    assert lines["tied"]["over tied"] == 0 and lines["tied"]["active"] == 3


def test_a_sheet_shows_the_most_used_features(small_set, tmp_path):
    images = load_images(small_set, ImageOptions(size=8))
    draw(images, with_parts(config_for(**OPTIONS), KINDS["nonlinear"]), tmp_path, "nonlinear")
    with Image.open(tmp_path / "family_nonlinear.png") as picture:
        assert picture.size == (10 * 12 - 4, 2 * 12 - 4) and len(np.unique(np.asarray(picture))) > 5
