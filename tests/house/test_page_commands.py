"""Every command on every page is one: its name, its options and what they take, as the command line itself reads them.

Those of Mousaic run as well (tests/end_to_end/test_pages.py, test_user_pages.py, test_exports_page.py,
test_cluster_page.py); benchmarks, which take minutes to hours, do not.
"""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

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


class Parsed(Exception):
    """The words of a benchmark were taken."""


def benchmarks(text: str) -> list[list[str]]:
    """Of ``python -m benchmarks.NAME ...`` name and words, as in :func:`commands`; also where a comment names one."""
    text = re.sub(r"\\\n\s*", " ", text)
    inside = [" ".join(found.split()) for found in re.findall(r"`python -m (benchmarks\.[^`]+)`", text)]
    lines = re.findall(r"^(?: {4}|\$ )(.*# or: )?python -m (benchmarks\..+)$", text, re.MULTILINE)
    found = [re.split(r"[;,]" if comment else r"\s#", line)[0] for comment, line in lines]
    return [shlex.split(re.sub(r"[\[\]]", "", one)) for one in [*found, *inside]]


def refused_words(name: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Why a benchmark would refuse the words; "" where it takes them. Nothing of it is run."""
    usual, main = ArgumentParser.parse_args, import_module(name).main

    def parse_args(parser: ArgumentParser, *_: Any) -> NoReturn:
        usual(parser, words)
        raise Parsed

    with monkeypatch.context() as patch:
        patch.setattr(ArgumentParser, "parse_args", parse_args)
        try:
            main()
        except Parsed:
            return ""
        except SystemExit:
            return f"{name} {' '.join(words)}"
    raise AssertionError(f"{name} reads its words by itself")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_benchmarks_are_such(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    found = [words for words in benchmarks(text) if "..." not in words]
    refused = [why for name, *words in found if (why := refused_words(name, words, monkeypatch))]
    assert not refused, "\n".join(["", *refused])
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {*re.findall(r"(?:^ {4}|`)make ([a-z][\w-]*)", text, re.MULTILINE)} <= {*targets}


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


def test_a_wrong_benchmark_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "Try `python -m benchmarks.family --sede 1`:\n\n    make x  # or: python -m benchmarks.family --seed 1; fast\n"
    )
    found = benchmarks(page)
    assert found == [["benchmarks.family", "--seed", "1"], ["benchmarks.family", "--sede", "1"]]
    assert [bool(refused_words(name, words, monkeypatch)) for name, *words in found] == [False, True]
    assert sum(len(benchmarks(page.read_text(encoding="utf-8"))) for page in PAGES) > 30
