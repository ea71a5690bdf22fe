"""The examples in public docstrings run, and give what they say."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[2] / "src"


class Told(NamedTuple):
    """The docstring of something, with examples."""

    module: str
    name: str
    text: str
    line: int


def told_examples() -> Iterator[Told]:
    """Every docstring with examples, read and not imported: decorators cannot hide one."""
    for path in sorted(SRC.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ">>>" in text:
            module = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                    found = ast.get_docstring(node, clean=False)
                    if found and ">>>" in found:
                        yield Told(module, getattr(node, "name", "the file"), found, node.body[0].lineno)


@pytest.mark.parametrize("told", list(told_examples()), ids=lambda told: f"{told.module}:{told.name}")
def test_examples_give_what_they_say(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # some write files
    names = vars(import_module(told.module)).copy()
    example = doctest.DocTestParser().get_doctest(told.text, names, told.name, f"{told.module}.py", told.line)
    messages: list[str] = []
    found = doctest.DocTestRunner(verbose=False).run(example, out=messages.append)
    assert found.attempted and not found.failed, "".join(messages)


def test_rooms_that_teach_have_examples() -> None:
    taught = {told.module for told in told_examples()}
    assert {"mousaic.arrays", "mousaic.registry", "mousaic.said", "mousaic.stats.permutation"} <= taught
