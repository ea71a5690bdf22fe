"""The report in a real browser, opened from the disk, without network; and printed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import mousaic

HOSTILE = "</SCRIPT><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def run(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> mousaic.Run:
    """A training whose last steps made report and atlas, of images with a hostile name among them."""
    data = tmp_path_factory.mktemp("images")
    lines = ["path,label"]
    for i, path in enumerate(sorted(small_set.rglob("*.png"))):
        name = f"{HOSTILE}.png".replace("/", "") if i == 0 else path.name
        shutil.copy(path, data / name)
        lines.append(f"{name},{HOSTILE if i % 2 else 'plain & <b>bold</b>'}")
    (data / "table.csv").write_text("\n".join(lines) + "\n")
    out = tmp_path_factory.mktemp("report") / "run"
    return mousaic.train(data / "table.csv", out=out, size=16, members=2, features=48, k=4, epochs=2, threads=1)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_opens_without_a_word_on_the_console_and_fits(run: mousaic.Run, browser: Any, width: int, scheme: str) -> None:
    context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": width, "height": 800})
    page, troubles = context.new_page(), []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else troubles.append(request.url)
    )
    page.goto((run.path / "report.html").as_uri())
    assert HOSTILE in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    broken = page.evaluate("[...document.images].filter(i => !i.complete || !i.naturalWidth).length")
    styled = page.evaluate("getComputedStyle(document.querySelector('.figure-card')).borderRadius")
    assert broken == 0 and page.evaluate("document.images.length") > 40 and styled == "12px"
    if width > 1000:
        page.click(".tiles a")  # a feature, in the atlas
        page.wait_for_selector("body[data-ready^='#/feature/0/']")
    context.close()
    assert troubles == []


def test_prints_every_section_and_parameter(run: mousaic.Run, browser: Any) -> None:
    page = browser.new_page()
    page.goto((run.path / "report.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator(".contents").is_hidden()
    assert page.locator("code:text-is('learning_rate')").is_visible()  # folded away on the screen only
    assert page.pdf(format="A4").startswith(b"%PDF")
