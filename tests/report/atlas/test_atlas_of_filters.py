"""The atlas of filters that may lie anywhere, in a real browser: an image is the sum of filters where they lie."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import mousaic
from mousaic.report.atlas.atlas_files import write_atlas
from mousaic.training.metrics import pearson_r
from tests.report.atlas.conftest import PLACES, Window


@pytest.mark.parametrize("stride", [1, 3])
def test_every_page_opens_and_images_are_what_the_model_makes_of_them(
    window: Window, small_set: Path, tmp_path: Path, stride: int
):
    options = {"size": 12, "filters": 7, "filter_sizes": "3,7", "stride": stride, "neighbourhood": 3, "k": 6}
    options |= {"epochs": 2, "copies": 1, "threads": 1}
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, model="conv", **options)
    atlas = write_atlas(run)[0].as_uri()
    page = window.open(atlas)
    for place in PLACES:
        window.go(place)
    with torch.no_grad():
        x = torch.from_numpy(run.load_images(small_set).pixels).flatten(1)
        made = run.model.ensemble(x)[1][0]
    names = [row.path for row in run.split]
    order = [names.index(path) for path in run.load_images(small_set).paths]
    for shown, image in enumerate(order[:6]):
        window.go(f"#/image/{shown}")
        assert float(page.inner_text("#r")) == pytest.approx(float(pearson_r(made, x)[image]), abs=0.006)
    window.go("#/image/2")
    assert page.locator(".weigh .problem").count() == 0 and page.locator(".parts .part").count() == 6
