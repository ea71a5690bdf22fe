"""Make the pictures of the atlas in the README: two of its pages, as Chromium shows them.

    python docs/make_atlas_pictures.py demo/run/atlas

Needs chromium and the Python package playwright, as the tests of the atlas do.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1280, 800


def main(atlas: Path) -> None:
    """The page of the most important feature in light colours, and an image as a sum in dark ones."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, scheme, show in (("atlas_feature", "light", _feature), ("atlas_image", "dark", _image)):
            size: Any = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto((atlas / "index.html").resolve().as_uri())
            page.wait_for_selector("body[data-ready]")
            show(page)
            page.wait_for_timeout(1000)
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def _feature(page: Any) -> None:
    """The feature that carries most."""
    _go(page, f"#/feature/0/{page.evaluate('Atlas.state.order[0]')}")


def _image(page: Any) -> None:
    """The first held-out image (or the first of all), put together from a third of its parts."""
    image = page.evaluate("Math.max(0, Atlas.run.images.heldOut.indexOf(true))")
    _go(page, f"#/image/{image}")
    page.eval_on_selector("#step", "e => { e.value = Math.round(e.max / 3); e.dispatchEvent(new Event('input')); }")


def _go(page: Any, place: str) -> None:
    page.evaluate("place => { location.hash = place; }", place)
    page.wait_for_selector(f'body[data-ready="{place}"]')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
