"""The atlas in a real browser, in its languages."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import numpy as np
from PIL import Image

from tests.report.atlas.conftest import PLACES, Made, Window


def words_in(page: Any) -> list[str]:
    """Every text, label and hint that is in the page; what a reader typed is not."""
    return page.evaluate("""() => {
        const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            if (!walk.currentNode.parentElement.closest('script, noscript')) found.push(walk.currentNode.textContent);
        }
        for (const element of document.body.querySelectorAll('*')) {
            for (const name of ['aria-label', 'placeholder', 'title']) found.push(element.getAttribute(name) ?? '');
        }
        return [...found, document.title].filter((text) => text.trim());
    }""")


def drop(page: Any, place: Path) -> None:
    """Give the page an image of one's own, and then a file that is none."""
    Image.fromarray(np.full((20, 30), 9, np.uint8)).save(place / "own.png")
    page.set_input_files("#file", place / "own.png")
    page.wait_for_selector("#yourname")


def test_the_page_speaks_chinese_and_changes_its_language(window: Window, made: Made, tmp_path: Path) -> None:
    english = re.compile(r"[A-Za-z]{2,}(?: [a-z]{2,})+")
    outside = re.compile(r"SCRIPT|plain|mousaic (stability|atlas|encode|report)|--names annotations|own\.png")
    for place in PLACES:
        page = window.open(f"{made.folder}?lang=zh", place)
        if place == "#/yours":
            drop(page, tmp_path)
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        for text in words_in(page):
            assert not english.search(text) or outside.search(text), (place, text)
    window.go("#/images")
    page.click(".language")
    assert page.inner_text("h1") == "The images" and page.inner_text(".language") == "中文"
    assert page.url.endswith("?lang=en#/images") and page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    page.wait_for_selector('body[data-ready="#/images"]')
    assert page.inner_text("h1") == "The images"
    page.click(".language")
    assert page.inner_text("h1") == "图像" and "held out" not in page.inner_text("main")
    # Another address does not lose what was named, and a language that is not there is none.
    assert window.open(f"{made.folder}?lang=fr", "#/names").inner_text("h1") == "Names and notes"


def test_no_word_of_the_page_stands_in_its_scripts(window: Window, made: Made, tmp_path: Path) -> None:
    """In a language whose words are all brackets around their places nothing else can be read but data and keys."""
    folder = tmp_path / "atlas"
    shutil.copytree(Path(unquote(urlparse(made.folder).path)).parent, folder)
    before, tables = (folder / "words.js").read_text().split(" = ", 1)
    words = json.loads(tables.rstrip(";\n"))["en"]
    hidden = {key: "\u27e6" + "".join(re.findall(r"\{.*?\}", text)) + "\u27e7" for key, text in words.items()}
    (folder / "words.js").write_text(f"{before} = {json.dumps({'en': hidden})};\n")
    data = re.compile(r"</SCRIPT>.*|SCRIPT>.*|plain & .*|own\.png|\d+\.png|table|^run$|^r$|\br(?= [\d\u2212])|\br = ?")
    keys = re.compile(r"\b(Home|End|PgUp|PgDn|Enter|Esc)\b|mousaic (report|atlas) .*")
    for place in PLACES:
        page = window.open((folder / "index.html").as_uri(), place)
        if place == "#/yours":
            drop(page, tmp_path)
        for text in words_in(page):
            left, last = text, ""
            while left != last:
                left, last = re.sub("\u27e6[^\u27e6\u27e7]*\u27e7", "", left), left
            assert not re.search("[A-Za-z]", keys.sub("", data.sub("", left.strip()))), (place, text)


def test_one_dictionary_alone_is_nobodys_member(window: Window, made: Made) -> None:
    """And what an image is put together from is said to be features: parts have pages of their own."""
    page = window.open(made.folder, "#/feature/0/5")
    assert "member 0" in page.inner_text("main")
    page.evaluate("() => { Atlas.run.membersInAll = 1; Atlas.run.members = [0]; }")
    for place in ("#/feature/0/7", "#/images", "#/image/2"):
        window.go(place)
        said = page.inner_text("main")
        assert "member" not in said and not re.search(r"\bparts?\b", said, re.IGNORECASE), place
