"""The benchmark of quality, whole, on a dozen tiny images; and its picture."""

from __future__ import annotations

import argparse
import json

import pytest

from benchmarks.quality import FOUND_BY, _judge
from benchmarks.quality_picture import METHODS, main, picture
from benchmarks.quality_sets import RealSet
from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images

OPTIONS = {"size": 8, "features": 24, "k": 3, "members": 2, "copies": 1, "epochs": 4}


@pytest.fixture(scope="module")
def judged(small_set):
    images = load_images(small_set, ImageOptions(size=8))
    return _judge(RealSet("bars", lambda: images, OPTIONS), images, argparse.Namespace(threads=1, runs=2, rounds=1))


def test_every_figure_is_there_and_follows_from_what_was_measured(judged):
    figures = {line["what"]: line["found"] for line in judged["figures"]}
    rows = {row["method"]: row for row in judged["comparison"]["rows"]}
    assert figures["held-out r, default, one pass"] == rows["default"]["pearson"]
    assert figures["dead features, report"] == (rows["report"]["dead"] or 0)
    for name in ("report", "default", "local"):
        assert figures[f"PW-MCC, living, independent runs, {name}"] == judged["agreements"][name]["runs"]["living"]
    assert {f"seconds to train, {name}" for name in FOUND_BY} <= set(figures)
    assert all(judged["seconds"][name] > 0 for name in FOUND_BY)
    best = max(("default", "default-omp", "local", "local-omp"), key=lambda name: rows[name]["pearson"])
    gain = rows[best]["pearson"] - rows["pca-tuned"]["pearson"]
    assert figures[f"ahead of tuned PCA, {best}"] == pytest.approx(gain)


def test_the_picture_shows_what_there_is(judged, tmp_path):
    result = json.loads(
        json.dumps({"sets": {"bars": judged, "half": {"comparison": judged["comparison"]}, "none": {}}})
    )
    drawn = picture(result)
    titles = [axes.get_title(loc="left") for axes in drawn.axes[:2]]
    assert titles == ["bars: 12 images, k = 3", "half: 12 images, k = 3"]
    rows = {row["method"]: row for row in judged["comparison"]["rows"]}
    said = {text.get_text() for text in drawn.axes[0].texts}
    assert said == {f"{rows[method]['pearson']:.3f}" for method in METHODS}
    marks = {line.get_xdata()[0] for line in drawn.axes[2].lines}
    assert {found["runs"]["living"] for found in judged["agreements"].values()} <= marks
    assert not drawn.axes[3].lines and len(drawn.axes[4].patches) == len(FOUND_BY)
    (tmp_path / "q.json").write_text(json.dumps(result))
    main([str(tmp_path / "q.json"), str(tmp_path / "q.png")])
    assert (tmp_path / "q.png").stat().st_size > 10_000
