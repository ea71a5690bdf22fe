"""The sheet and the page of the oddest images."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.model.store import ModelCard
from mousaic.report.figures.studies.anomaly_sheet import COUNT, anomaly_sheet, image_tiles, with_parts
from mousaic.report.page.anomaly_page import anomaly_page
from mousaic.uses.anomaly.anomalies import Anomalies, Learning, find_anomalies
from mousaic.uses.anomaly.detector import learn_detector
from mousaic.uses.anomaly.odd_parts import OddPart


@pytest.fixture(scope="module")
def found() -> Anomalies:
    """Ten images among twelve; the last one is turned upside down."""
    draw = np.random.default_rng(0)
    pixels = draw.integers(0, 30, (22, 16, 16))
    pixels[:, 3:7, 4:12] += 180
    pixels[-1] = pixels[-1, ::-1]
    every = ImageSet.from_arrays(pixels.astype(np.uint8), paths=[f"<{i}>.png" for i in range(22)])
    normal, new = every.subset(range(12)), every.subset(range(12, 22))
    config = config_for("default", features=8, k=4, epochs=1, threads=1, augment="none")
    card = ModelCard(normal.shape, 1, 8, 4, True, normal.preparation)
    own = learn_detector(normal.subset(range(8)), config, 0, card)
    return find_anomalies(Learning(normal, np.arange(12) >= 8, own, config, 0), new, 0)


def test_a_row_for_each_and_the_oddest_is_told_first(found):
    drawn = anomaly_sheet(found)
    assert drawn.heading == f"The {COUNT} oddest of 10 images"
    assert drawn.alt.startswith(f"A row for each of {COUNT} images, the oddest first: <21>.png, 0 of 4 normal images")
    assert [tile.shape[-1] for tile in image_tiles(found, 9)] == [3] * 5


def test_the_heat_is_where_the_image_is_unlike(found):
    heat = image_tiles(found, 9)[2].astype(int)
    red = heat[..., 0] - heat[..., 1]
    side = len(red)
    assert red[10 * side // 16 : 12 * side // 16, side // 3 : side // 2].mean() > red.mean()


def test_rings_are_where_the_parts_are(found):
    tile = np.zeros((128, 128, 3), np.uint8)
    one = found._replace(odd_parts=[[OddPart(0, "place", 5.0)]] * 10)
    ringed = with_parts(one, 9, tile).any(2)
    middle = [np.mean(place) / 128 for place in np.nonzero(ringed)]
    at = [getattr(found.parts.found, name)[9, 0] for name in ("row", "column")]
    assert ringed.any() and np.abs(np.subtract(middle, at)).max() < 0.1
    assert not with_parts(found._replace(odd_parts=[[]] * 10), 9, tile).any()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_holds_every_image_as_text(found, lang):
    page = anomaly_page(found, lang)
    assert "&lt;21&gt;.png" in page and "<21>" not in page
    assert page.count("<tr>") == 11 and "<script" not in page and "data:image/png" in page
