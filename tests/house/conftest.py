"""The source as its own tests see it: every file, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

HOUSE = Path(__file__).parents[2] / "src"


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


def read_sources(root: Path) -> list[Source]:
    """Every file below ``root``, the folder that holds the package, in the order of their names."""
    found = []
    for path in sorted(root.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path, path.relative_to(root).with_suffix("").parts, text, ast.parse(text)))
    return found


@pytest.fixture(scope="session")
def house() -> list[Source]:
    """Every file of ``src/mousaic``."""
    return read_sources(HOUSE)


@pytest.fixture
def read() -> Callable[[Path], list[Source]]:
    """Reads a tree that a test wrote as :func:`house` is read."""
    return read_sources
