"""Everything that the program says has words, and the values that those ask for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import mousaic
from mousaic.words.put import table

SOURCE = Path(mousaic.__file__).parent
CALLS = ("told", "say")


def said() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, key and names of values of each ``told(...)`` and ``say(...)``; None where names are not all written."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            names = [keyword.arg for keyword in node.keywords]
            written = None if None in names else {name for name in names if name}
            if name in CALLS:
                for key in keys(node.args[0]):
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", key, written


def keys(node: ast.expr) -> list[str]:
    """The keys that an argument can be, as far as they are written out: ``"a" if x else "b"`` is two."""
    if isinstance(node, ast.IfExp):
        return [*keys(node.body), *keys(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_key_has_words_and_every_place_a_value():
    found = [one for one in said() if " " not in one[1]]  # a progress line that a caller is told has words already
    assert len(found) > 300
    for lang in ("en", "zh"):
        words = table(lang)
        for place, key, names in found:
            assert key in words, (place, key)
            asked = {name for _, name, _, _ in string.Formatter().parse(words[key]) if name is not None}
            assert names is None or asked <= names, (place, key, asked - names)
