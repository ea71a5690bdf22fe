"""HTML as text that knows whether it is HTML: whatever is not is escaped, so nothing from outside can become markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mousaic.images.names import shown

VOID = frozenset({"br", "img", "meta", "link", "col", "hr"})


class Html(str):
    """Text that is HTML already. Any other ``str`` given to the functions here is escaped."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | int | float | bool) -> Html:
    """An element. Of attribute names a trailing underscore is dropped and others become hyphens; False is left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    return Html(f"<{name}{said}>" if name in VOID else f"<{name}{said}>{join(*children)}</{name}>")


def join(*parts: str) -> Html:
    """One after another; what is not HTML is escaped, unprintable characters shown as such."""
    return Html("".join(part if isinstance(part, Html) else escape(_visible(part)) for part in parts))


def paragraph(text: str, kind: str = "") -> Html:
    """A paragraph, or nothing where there is nothing to say."""
    if not text:
        return Html("")
    return tag("p", text, class_=kind) if kind else tag("p", text)


def section(name: str, heading: str, *children: str) -> Html:
    """A part of the page, which the contents link to."""
    return tag("section", tag("h2", heading, id=name), *children, aria_labelledby=name)


def rows_table(rows: Sequence[tuple[str, str]], kind: str = "facts") -> Html:
    """A table of names and what they are."""
    lines = [tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in rows]
    return scrolled(tag("table", tag("tbody", *lines), class_=kind))


def grid_table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "numbers") -> Html:
    """A table with a head; the first column names the row."""
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    lines = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows]
    return scrolled(tag("table", tag("thead", top), tag("tbody", *lines), class_=kind))


def scrolled(child: Html) -> Html:
    """What is too wide for a telephone scrolls by itself; the page does not. It can be reached with the keyboard."""
    return tag("div", child, class_="scroll", tabindex="0")


def details(summary: str, *children: str) -> Html:
    """Folded away on the screen."""
    return tag("details", tag("summary", summary), *children)


def bullets(lines: Sequence[str]) -> Html:
    """A list, or nothing where there is nothing to list."""
    return tag("ul", *(tag("li", line) for line in lines)) if lines else Html("")


def _attribute(key: str, value: str | int | float | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(_visible(str(value)))}"'


def _visible(text: str) -> str:
    """Line breaks stay; control characters, and what is no valid text, become visible escapes."""
    return "\n".join(shown(line) for line in text.split("\n"))
