"""Nothing from outside can become markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.report.page.elements import Html, grid_table, join, paragraph, rows_table, section, tag

HOSTILE = "</SCRIPT><img src=x onerror=alert(1)>\"'&"


class Reader(HTMLParser):
    """Elements, attributes and text as a browser would see them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.attributes, self.text = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, name, attributes):
        self.elements.append(name)
        self.attributes += attributes

    def handle_data(self, data):
        self.text += data


def test_text_is_escaped_once_and_html_is_kept():
    assert tag("p", "a < b") == "<p>a &lt; b</p>"
    assert tag("p", tag("b", "x"), HOSTILE).startswith("<p><b>x</b>&lt;/SCRIPT&gt;&lt;img")
    assert isinstance(join("a", Html("<br>")), Html) and join("<", Html("<br>")) == "&lt;<br>"
    assert tag("img", src="x", alt=HOSTILE, hidden=True, title=False).count("<") == 1
    assert tag("meta", name="a", http_equiv="b", class_="c") == '<meta name="a" http-equiv="b" class="c">'


@given(st.text())
def test_any_text_stays_text(text):
    for made in (tag("p", text), paragraph(text), rows_table([(text, text)]), grid_table([text], [[text, text]]),
                 section("x", text, text), tag("p", "", title=text)):  # fmt: skip
        read = Reader(made)
        assert set(read.elements) <= {"p", "div", "table", "tbody", "thead", "tr", "th", "td", "section", "h2"}
        assert {name for name, _ in read.attributes} <= {"class", "title", "id", "scope", "tabindex", "aria-labelledby"}
    assert "\x1b" not in tag("p", text) and "\x00" not in tag("p", text)


@pytest.mark.parametrize("text", ["a\udcffb.png", "a\x1b[31mb", "a\u202eb"])
def test_what_cannot_be_printed_is_shown_as_an_escape(text):
    made = tag("p", text)
    made.encode("utf-8")
    assert "\\" in made
