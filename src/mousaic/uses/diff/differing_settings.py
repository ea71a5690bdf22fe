"""Where two runs were set up otherwise: parameters, versions, images and split."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from mousaic.config import GROUPS
from mousaic.runs.run import Run

DIGITS = 12
"""Of a checksum."""


class Setting(NamedTuple):
    """One setting that differs; "" where a run has none of that name."""

    name: str
    first: str
    second: str


def differing_settings(first: Run, second: Run) -> list[Setting]:
    """The settings that are not the same, in the order of the command's help, what surrounds the training last."""
    one, other = settings_of(first), settings_of(second)
    if one["data.sha256"] == other["data.sha256"]:
        del one["data.folder"], other["data.folder"]  # the same images, seen from another folder
    return [
        Setting(name, one.get(name, ""), other.get(name, ""))
        for name in one | other
        if one.get(name, "") != other.get(name, "")
    ]


def settings_of(run: Run) -> dict[str, str]:
    """Every setting of a run by name: options as they are called, the rest as ``data.images`` or ``versions.torch``."""
    record, rows = run.record, run.split
    made_by = next((name for name in ("combined", "joined", "chain") if name in record), "")
    data = record["data"]
    config = run.config
    found: dict[str, Any] = {"preset": config.preset}
    for group in GROUPS:
        found |= dataclasses.asdict(getattr(config, group))
    found |= {
        "made_by": made_by,
        "data.folder": "" if data is None else data["from_start"],
        "data.images": len(rows),
        "data.sha256": _digest(row.sha256 for row in rows),
        "data.classes": ", ".join(record["class_names"]),
        "data.groups_from": run.groups_from,
        "split.train": run.learned_from,
        "split.validation": len(rows) - run.learned_from,
        "split.sha256": _digest(f"{row.sha256} {row.part}" for row in rows),
    }
    found |= {f"machine.{name}": record[name] for name in ("machine", "device", "threads", "backend")}
    found |= {f"versions.{name}": version for name, version in record["versions"].items()}
    return {name: str(value) for name, value in found.items()}


def _digest(lines: Iterable[str]) -> str:
    """The same whatever their order."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:DIGITS]
