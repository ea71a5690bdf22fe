"""hashes.txt has hashes of the very versions that constraints.txt pins, but for torch: each index has its own build."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pins(name: str) -> dict[str, str]:
    """Package -> version, of a file of pins; names as pip compares them."""
    found = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_every_pin_but_torch_has_hashes() -> None:
    pinned = pins("constraints.txt")
    assert pinned.pop("torch")
    assert pins("hashes.txt") == pinned and len(pinned) > 50


def test_every_package_there_has_some() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", (ROOT / "hashes.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", block) for block in blocks)
