"""The source as its own tests see it: every file, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Source(NamedTuple):
    """One file of Python."""

    path: Path
    """Absolute."""
    parts: tuple[str, ...]
    """Its place as an import names it: ``("mousaic", "model", "ensemble")``; a room's own file ends in ``__init__``."""
    text: str
    tree: ast.Module

    def __str__(self) -> str:
        return "/".join(self.parts) + ".py"


def read_sources(root: Path, below: str = "") -> list[Source]:
    """Every file of ``root``, the folder that holds the package, or of a folder in it, in the order of their names."""
    found = []
    for path in sorted((root / below).rglob("*.py")):
        if any("venv" in part for part in path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, path.relative_to(root).with_suffix("").parts, text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def house() -> list[Source]:
    """Every file of ``src/mousaic``."""
    return read_sources(ROOT / "src")


@pytest.fixture(scope="session")
def every(house: list[Source]) -> list[Source]:
    """Every file of Python in the project: those of ``house``, of the tests, the benchmarks, the docs and examples."""
    others = [source for name in ("tests", "benchmarks", "docs", "examples") for source in read_sources(ROOT, name)]
    return [*house, *others]


@pytest.fixture
def read() -> Callable[[Path], list[Source]]:
    """Reads a tree that a test wrote as :func:`house` is read."""
    return read_sources
