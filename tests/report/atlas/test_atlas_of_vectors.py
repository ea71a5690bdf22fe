"""The atlas of vectors in a real browser: features known by the pictures of the rows in which they fire, and rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import analyse
from mousaic.report.atlas.atlas_files import write_atlas
from tests.report.atlas.conftest import Window, pixels, tiles

COUNT, SIDE = 24, 20
GREY = [10 * i for i in range(COUNT)]
"""The brightness of each row's picture, by which a test knows it."""
PLACES = ("#/features", "#/feature/0/3", "#/images", "#/image/2", "#/names", "#/about")


class Rows(NamedTuple):
    """A run of vectors with pictures, and its atlas."""

    run: mousaic.Run
    page: str
    first: np.ndarray
    """(H, n): the rows in which each feature of member 0 fires most, the strongest first."""
    values: np.ndarray
    """(N, H): its codes."""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    place = tmp_path_factory.mktemp("rows")
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(COUNT, 12)).astype(np.float32) + 3 * (np.arange(COUNT) % 2)[:, None]
    np.save(place / "acts.npy", vectors)
    (place / "seen").mkdir()
    lines = ["path,label"]
    for i, grey in enumerate(GREY):
        Image.fromarray(np.full((SIDE, SIDE), grey, np.uint8)).save(place / "seen" / f"{i:02d}.png")
        lines.append(f"{i:02d}.png,{'ab'[i % 2]}")
    (place / "acts.csv").write_text("\n".join(lines) + "\n")
    run = mousaic.train(
        place / "acts.npy", out=place / "run", images=str(place / "seen"), size=SIDE, features=16, k=3, epochs=2,
        threads=1, report=False,
    )  # fmt: skip
    analysis = analyse(run)
    folder, _ = write_atlas(run, analysis)
    codes = analysis.evidence.codes
    values = np.zeros((COUNT, 16), np.float32)
    np.put_along_axis(values, codes.indices[:, 0], codes.values[:, 0], 1)
    return Rows(run, folder.as_uri(), np.argsort(-np.abs(values), axis=0, kind="stable").T, values)


def test_a_tile_shows_the_rows_in_which_its_feature_fires_most(window: Window, rows: Rows) -> None:
    page = window.open(rows.page)
    assert page.inner_text("h1") == "The features of these rows"
    h = tiles(page)[0]
    sign = np.sign(rows.values[rows.first[h, 0], h])
    expected = [GREY[i] for i in rows.first[h] if rows.values[i, h] * sign > 0][:4]
    shown = pixels(page, f".tiles a[href='#/feature/0/{h}'] canvas")
    side = int(len(shown) ** 0.5)
    corners = shown.reshape(side, side)[:: side - 1, :: side - 1].ravel()
    assert np.abs(corners[: len(expected)] - expected).max() <= 3


def test_a_row_is_shown_by_its_picture_and_its_features(window: Window, rows: Rows) -> None:
    page = window.open(rows.page, "#/image/5")
    assert page.inner_text("h1") == "05.png" and "What fires in this row" in page.inner_text("main")
    assert np.abs(pixels(page, "main figure canvas") - GREY[5]).max() <= 3
    cards = page.eval_on_selector_all("main .cards a", "all => all.map(a => a.getAttribute('href'))")
    assert {int(link.rsplit("/", 1)[1]) for link in cards} == set(np.flatnonzero(rows.values[5]).tolist())


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_speaks_of_rows_and_fits(browser, rows: Rows, width: int) -> None:
    window = Window(browser, viewport={"width": width, "height": 800})
    for lang, other in (("en", ("image", "Image")), ("zh", ("图像",))):
        for place in PLACES:
            page = window.open(rows.page.replace("index.html", f"index.html?lang={lang}"), place)
            text = page.inner_text("body")
            for word in other:
                assert word not in text, (place, text[max(0, text.find(word) - 60) :][:160])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    window.context.close()
    assert window.troubles == []
