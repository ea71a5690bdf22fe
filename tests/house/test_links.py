"""Links within the pages lead somewhere: the file is there, and so is the heading. Others are not followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Link(NamedTuple):
    """A link of a page."""

    page: Path
    target: str
    """A path relative to the page; empty for the page itself."""
    heading: str
    """The heading it leads to, as a link names it; empty for the whole page."""


def test_every_link_leads_somewhere() -> None:
    broken = [f"{link.page.name}: {link.target}#{link.heading}" for link in links(ROOT) if not leads(link)]
    assert not broken, "\n".join(["", *broken])


def test_what_other_packages_have_is_shown_where_it_is_there() -> None:
    page = (ROOT / "docs" / "ecosystem.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+ \| there[^|]* \| (.+) \|$", page, re.MULTILINE)
    assert len(rows) > 20
    unshown = [row for row in rows if not re.search(r"\]\(|`tests/", row)]
    assert not unshown, "\n".join(["", *unshown])
    assert all((ROOT / place).is_file() for place in re.findall(r"`(tests/[\w/.]+)`", page))


def test_broken_links_are_seen(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# One `two`: three?\n[x](b.md) [y](#one-two-three) [z](#four) ![p](\np.png) `[n](n.md)`\n"
    )
    (tmp_path / "b.md").write_text(
        "[a](a.md#one-two-three) [b](a.md#two) [far](https://example.org/x#y)\n```\n[c](c.md)\n```\n"
    )
    assert [(link.target, link.heading) for link in links(tmp_path) if not leads(link)] == [
        ("", "four"), ("p.png", ""), ("a.md", "two"),
    ]  # fmt: skip


def links(root: Path) -> Iterator[Link]:
    """The links and pictures of every page of a project, those to elsewhere left out."""
    for page in [*sorted(root.glob("*.md")), *sorted(root.glob("docs/**/*.md"))]:
        for target in re.findall(r"\]\(\s*([^)\s]+)\s*\)", plain(page)):
            if not re.match(r"[a-z]+:", target):
                file, _, heading = target.partition("#")
                yield Link(page, file, heading)


def leads(link: Link) -> bool:
    """Whether there is such a file, and in it such a heading."""
    file = link.page.parent / link.target if link.target else link.page
    return file.exists() and (not link.heading or link.heading in headings(file))


def headings(page: Path) -> set[str]:
    """Every heading of a page, as links name it: small letters and hyphens."""
    found = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S), re.M
    )
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip()) for heading in found}


def plain(page: Path) -> str:
    """A page without its code."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)
