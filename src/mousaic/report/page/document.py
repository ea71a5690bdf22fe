"""The frame of a page that is one file: its head, its style, and a policy by which nothing is loaded or run."""

from __future__ import annotations

from importlib.resources import files

from mousaic.report.atlas.atlas_page import csp_source, tag_of, web_text
from mousaic.report.page.elements import Html, join, tag

# There is no script at all, and nothing may be fetched, framed or sent.
POLICY = "default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"


def document(title: str, body: Html, lang: str, generator: str, *head: Html) -> Html:
    """A whole page.

    Args:
        body: a ``body`` element.
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
    page = tag("html", top, body, lang=tag_of(lang))
    return join(Html("<!doctype html>\n"), page, Html("\n"))


def page_style() -> str:
    """The styles of all such pages: colours, type and charts are those of the atlas."""
    own = (files("mousaic.report.page") / "report.css").read_text(encoding="utf-8")
    return web_text("base.css") + web_text("charts.css") + own
