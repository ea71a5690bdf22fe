"""Every command on every page is one: its name, its options and what they take, as the command line itself reads them.

The pages for users run as well (tests/end_to_end/test_pages.py, test_exports_page.py, test_cluster_page.py).
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cyclopts import CycloptsError

from mousaic.cli import app

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
SHORT = re.compile(r"\.\.\.|\b(?:NAME|COMMAND)\b|--task$")
"""Where a page leaves something out on purpose."""


def commands(text: str) -> list[str]:
    """The lines of blocks, and what stands between backticks, that begin with ``mousaic``; of pipes the first part."""
    text = re.sub(r"\\\\\n\s*", " ", text)
    inside = re.findall(r"`(mousaic [^`\n]+)`", text)
    lines = re.findall(r"^(?: {4}|\$ )?(mousaic .+)$", text, re.MULTILINE)
    return [re.split(r"\s[|>;#]|\s&&", line)[0].strip() for line in [*lines, *inside]]


def wrong(command: str) -> str:
    """Why the command line would refuse the words; "" where it would not, or where only an argument is left out."""
    words = shlex.split(command)[1:]
    try:
        app.parse_args(words, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        missing = type(error).__name__ in ("MissingArgumentError", "RequiresEqualsError")
        return "" if missing else f"{command}: {' '.join(str(error).split())}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_are_such(page: Path) -> None:
    found = [one for one in commands(page.read_text(encoding="utf-8")) if not SHORT.search(one)]
    refused = [why for why in map(wrong, found) if why]
    assert not refused, "\n".join(["", *refused])


def test_a_wrong_one_is_seen() -> None:
    page = "Try `mousaic trian x`, `mousaic train x --epcohs 3`:\n\n    mousaic compare x --folds many | head\n"
    assert len([why for why in map(wrong, commands(page)) if why]) == 3
    assert wrong("mousaic train my_images/ --epochs 3") == "" and wrong("mousaic report") == ""
    assert sum(len(commands(page.read_text(encoding="utf-8"))) for page in PAGES) > 100
