"""The atlas in a real browser: nothing foreign runs or loads, and every page can be used everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.report.atlas.conftest import HOSTILE, PLACES, Made, Window


def test_hostile_names_are_shown_as_they_are(window: Window, made: Made) -> None:
    images = made.analysis.evidence.images
    bad_file, bad_class = images.paths.index(f"{HOSTILE}.png"), images.class_names.index(HOSTILE)
    for file in (made.folder, made.single):
        page = window.open(file, "#/images")
        assert page.locator("img").count() == 0
        assert f"{HOSTILE}.png" in page.eval_on_selector_all(".tiles a", "all => all.map(a => a.title)")
        window.go(f"#/image/{bad_file}")
        assert page.inner_text("h1") == "SCRIPT><img src=x onerror=alert(1)>.png"
        window.go(f"#/image/{images.labels.tolist().index(bad_class)}")
        assert page.inner_text(".sub").startswith(HOSTILE)
        window.go(f"#/feature/0/{page.evaluate('Atlas.chosen()[0]')}")
        assert any("SCRIPT" in name for name in page.locator(".chart .rowname").all_text_contents())
        assert page.locator("img").count() == 0


def test_the_single_file_works_where_nothing_can_be_kept(browser: Any, made: Made) -> None:
    window = Window(browser)
    window.page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }});")
    page = window.open(made.single, "#/feature/0/3")
    page.fill(".nameform input", "a name")
    assert page.inner_text("h1") == "a name"
    assert "keeps nothing" in page.inner_text("#said")
    assert window.troubles == []
    window.context.close()


def test_the_policy_lets_nothing_else_run_or_load(browser: Any, made: Made) -> None:
    for file in (made.folder, made.single):
        window = Window(browser)
        page = window.open(file)
        page.evaluate("""() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            const image = document.createElement('img');
            image.src = 'http://127.0.0.1:9/x.png';
            document.body.append(script, image);
        }""")
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") is None
        assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')") == "refused"
        for what in ("Executing inline script", "Loading the image", "Connecting to"):
            assert any(what in trouble and "Content Security Policy" in trouble for trouble in window.troubles), what
        window.context.close()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_and_names_its_controls(browser: Any, made: Made, scheme: str, lang: str) -> None:
    window = Window(browser, viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce")
    page = window.open(f"{made.folder}?lang={lang}")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 22)"
    assert dark == (scheme == "dark")
    for place in PLACES:
        window.go(place)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 360, place
        nameless = page.eval_on_selector_all(
            "a, button, input, select, textarea",
            "all => all.filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
            ".map(e => e.outerHTML)",
        )
        assert nameless == [], place
    page.click("#theme")
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 22)") != dark
    assert window.troubles == []
    window.context.close()
