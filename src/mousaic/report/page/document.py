"""The frame of a page that is one file: its head, its style, and a policy by which nothing is loaded or run."""

from __future__ import annotations

from importlib.resources import files

from mousaic.report.atlas.atlas_page import csp_source, tag_of, web_text
from mousaic.report.page.elements import Html, join, tag
from mousaic.words.put import say

# There is no script at all, and nothing may be fetched, framed or sent.
POLICY = "default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"


def document(title: str, shown: Html, lang: str, generator: str, *head: Html) -> Html:
    """A whole page.

    Args:
        shown: a ``body`` element, such as :func:`body` gives.
        lang: of its words.
        generator: says what it is, so that it is known again.
        head: more for the head.
    """
    style = page_style()
    metas = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY.format(styles=csp_source(style))),
        tag("meta", name="generator", content=generator),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
    )
    top = tag("head", *metas, *head, tag("title", title), tag("style", Html(style)))
    page = tag("html", top, shown, lang=tag_of(lang))
    return join(Html("<!doctype html>\n"), page, Html("\n"))


def body(lang: str, *inside: Html, **attributes: str) -> Html:
    """What a page shows, in one block with these attributes, after a link that leads a keyboard to its ``#main``."""
    return tag("body", tag("a", say("skip", lang), href="#main", class_="skip"), tag("div", *inside, **attributes))


def page_style() -> str:
    """The styles of all such pages: colours, type and charts are those of the atlas."""
    own = (files("mousaic.report.page") / "report.css").read_text(encoding="utf-8")
    return web_text("base.css") + web_text("charts.css") + own
