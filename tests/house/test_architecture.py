"""docs/architecture.md and CONTRIBUTING.md name what is there: paths, registries and floors."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "mousaic"
BASES = (ROOT, PACKAGE, PACKAGE.parent)
ARCHITECTURE = ROOT / "docs" / "architecture.md"


@pytest.mark.parametrize("page", [ARCHITECTURE, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem)
def test_every_path_is_there(page: Path) -> None:
    named = set(re.findall(r"`([\w./]+(?:/|\.(?:py|toml|md)))`", page.read_text(encoding="utf-8")))
    paths = [path for path in named if not re.search(r"NAME|site/|my_images", path)]
    missing = [path for path in paths if not (alone(path) or any((base / path).exists() for base in BASES))]
    assert len(paths) > 5 and not missing, missing


def alone(path: str) -> bool:
    """A file named without its folder, where the page has said the folder."""
    return "/" not in path and any(PACKAGE.rglob(path))


def test_every_registry_is_where_the_page_says() -> None:
    rows = re.findall(
        r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| `([\w/]+\.py)` \|", ARCHITECTURE.read_text(encoding="utf-8"), re.M
    )
    assert rows
    for names, path in rows:
        source = (PACKAGE / path).read_text(encoding="utf-8")
        for name in re.findall(r"[A-Z_]+", names):
            assert re.search(rf"^{name}: Registry\[", source, re.M), (name, path)


def test_the_floors_are_those_that_are_held() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (floors,) = (contract["layers"] for contract in contracts if contract["name"] == "Floors")
    held = [sorted(re.findall(r"\w+", floor)) for floor in reversed(floors)]
    section = ARCHITECTURE.read_text(encoding="utf-8").partition("## The floors")[2].partition("\n## ")[0]
    told = [re.findall(r"`(\w+)`", cells.split("|")[2]) for cells in re.findall(r"^\|.*$", section, re.M)[2:]]
    ground = held.index(["stats"])
    assert [sorted(rooms) for rooms in told][1:] == held[ground:]
    assert sorted(told[0]) == sorted(room for floor in held[:ground] for room in floor)
