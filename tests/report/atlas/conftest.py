"""What the tests of the atlas in a real browser share: a run and its atlas, opened from the disk, without network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import FeatureAnalysis, analyse
from mousaic.report.atlas.atlas_files import write_atlas
from mousaic.report.atlas.quantise import dequantise, quantise

PLACES = (
    "#/features",
    "#/feature/0/5",
    "#/places",
    "#/place/0",
    "#/images",
    "#/image/2",
    "#/yours",
    "#/names",
    "#/about",
    "#/nowhere",
)
HOSTILE = "</SCRIPT><img src=x onerror=alert(1)>"


class Made(NamedTuple):
    """A run of 12 images, two members and 1,024 features, with its atlas."""

    run: mousaic.Run
    analysis: FeatureAnalysis
    folder: str
    single: str
    weight: np.ndarray
    """(H, D): the first member as the page sees it."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("atlas")
    rng = np.random.default_rng(0)
    lines = ["path,label"]
    for i in range(12):
        pixels = rng.integers(0, 80, (70, 90))
        pixels[:, 6 * i + 5 : 6 * i + 15] += 150
        name = f"{HOSTILE}.png" if i == 0 else f"{i:02d}.png"
        (place / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(place / "data" / name)
        lines.append(f"{name},{HOSTILE if i % 2 else 'plain & <b>bold</b>'}")
    table = place / "data" / "table.csv"
    table.write_text("\n".join(lines) + "\n")
    options = {"members": 2, "features": 1024, "model": "whole", "epochs": 2, "augment": "none", "validation": 0.2}
    options |= {"backend": "torch", "threads": 1}
    run = mousaic.train(table, out=place / "run", report=False, **options)
    analysis = analyse(run)
    folder, _ = write_atlas(run, analysis)
    single, _ = write_atlas(run, analysis, single_file=True)
    shape = run.model.card.shape
    weight = dequantise(quantise(run.model.ensemble.weight[0].numpy(), shape), shape)
    return Made(run, analysis, folder.as_uri(), single.as_uri(), weight)


class Window:
    """A fresh browser profile with one page, which notes everything that should not happen."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(offline=True, accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self._hear(message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self._check(request.url))

    def _hear(self, text: str) -> None:
        if "willReadFrequently" not in text:  # said of these tests' own way to look at a canvas
            self.troubles.append(text)

    def _check(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:", "about:")):
            self.troubles.append(f"request to {url}")

    def open(self, page: str, place: str = "#/features") -> Any:
        self.page.goto(page + place)
        self.page.wait_for_selector(f'body[data-ready="{place}"]')
        return self.page

    def go(self, place: str) -> None:
        self.page.evaluate("place => { location.hash = place; }", place)
        self.page.wait_for_selector(f'body[data-ready="{place}"]')


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    opened = Window(browser, viewport={"width": 1280, "height": 800})
    yield opened
    opened.context.close()
    assert opened.troubles == []


def pixels(page: Any, canvas: str) -> np.ndarray:
    """The grey levels (S * S,) of a canvas."""
    script = "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0)"
    return np.array(page.eval_on_selector(canvas, script))


def tiles(page: Any) -> list[int]:
    """The features shown, in order."""
    links = page.eval_on_selector_all(".tiles a", "all => all.map(a => a.getAttribute('href'))")
    return [int(link.rsplit("/", 1)[1]) for link in links]


def choice(page: Any, name: str) -> Any:
    """The drop-down list of that name."""
    return page.get_by_role("combobox", name=name, exact=True)


def set_range(page: Any, element: str, value: float) -> None:
    """Move a slider as a user does; the redraw follows with the next frame."""
    page.eval_on_selector(element, "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
