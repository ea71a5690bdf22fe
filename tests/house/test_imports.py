"""No file and no room needs itself: imports go one way, also those inside functions and under TYPE_CHECKING.

A room is a folder. Seen from outside it is one box, whatever is in it; inside it, its files and folders are the boxes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

Place = tuple[str, ...]


def test_no_circle_of_files(house: list[Any]) -> None:
    assert circle(file_imports(house)) == ""


def test_no_circle_of_rooms_at_any_depth(house: list[Any]) -> None:
    found = file_imports(house)
    assert [told for depth in range(depth_of(house)) for told in room_circles(found, depth)] == []


def test_no_import_is_relative(house: list[Any]) -> None:
    relative = [
        f"{source}:{node.lineno}"
        for source in house
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == [], "the walk below, and a reader, want whole names"


def test_circles_are_found_where_they_hide(tmp_path: Path, read: Any) -> None:
    put(tmp_path, "p/a.py", "def f() -> None:\n    from p import b\n")
    put(tmp_path, "p/b.py", "if TYPE_CHECKING:\n    from p.a import f\n")
    assert circle(file_imports(read(tmp_path))) in ("p/a > p/b > p/a", "p/b > p/a > p/b")


def test_a_circle_of_rooms_needs_no_circle_of_files(tmp_path: Path, read: Any) -> None:
    put(tmp_path, "p/__init__.py", "")
    put(tmp_path, "p/q/__init__.py", "")
    put(tmp_path, "p/q/one/a.py", "import p.q.two.a\n")
    put(tmp_path, "p/q/one/b.py", "")
    put(tmp_path, "p/q/two/a.py", "")
    put(tmp_path, "p/q/two/b.py", "from p.q.one.b import x\n")
    found = file_imports(read(tmp_path))
    assert circle(found) == ""
    assert room_circles(found, 1) == []
    assert room_circles(found, 2) in ([f"p/q/{a} > p/q/{b} > p/q/{a}"] for a, b in (("one", "two"), ("two", "one")))


def file_imports(sources: Iterable[Any]) -> dict[Place, set[Place]]:
    """For every file the files of the same tree that it imports."""
    trees = {source.parts: source.tree for source in sources}
    return {place: set(imported(tree, place, trees.keys())) for place, tree in trees.items()}


def imported(tree: ast.AST, place: Place, known: Iterable[Place]) -> Iterable[Place]:
    """The files among ``known`` that a file imports anywhere in it, itself excepted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            wanted = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            wanted = [(*node.module.split("."), alias.name) for alias in node.names]
        else:
            continue
        for name in wanted:  # what is no file is a name inside the file, or inside the room's own
            for file in (name, (*name, "__init__"), name[:-1], (*name[:-1], "__init__")):
                if file in known:
                    if file != place:
                        yield file
                    break


def room_circles(imports: dict[Place, set[Place]], depth: int) -> list[str]:
    """A circle among the boxes ``depth`` folders down, of each folder at that depth that has one."""
    inside: dict[Place, dict[Place, set[Place]]] = {}
    for file, wanted in imports.items():
        if len(file) > depth:
            boxes = inside.setdefault(file[:depth], {}).setdefault(file[: depth + 1], set())
            boxes |= {w[: depth + 1] for w in wanted if w[:depth] == file[:depth]} - {file[: depth + 1]}
    return [told for boxes in inside.values() if (told := circle(boxes))]


def depth_of(sources: Iterable[Any]) -> int:
    return max(len(source.parts) for source in sources)


def circle(graph: dict[Place, set[Place]]) -> str:
    """One circle of the graph, in words; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " > ".join("/".join(place) for place in reversed(error.args[1]))
    return ""


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
