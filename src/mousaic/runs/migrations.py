"""What ``config.json`` of an earlier version says, as this version would have written it.

Each step is a function from one schema to the next, applied in memory: the file stays as it is, so that its own version
can still open it. An option that a run lacks needs no step: :data:`mousaic.presets.BEFORE` says what it was before.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from mousaic.config import Config, config_from_json
from mousaic.errors import MousaicError
from mousaic.files import read_json
from mousaic.said import verbatim
from mousaic.schemas import Migration, migrated

KIND = "mousaic run"
SCHEMA = 2


def from_1_to_2(record: dict[str, Any]) -> dict[str, Any]:
    """Every run names the backend of its steps, and what was said to a person is key and values.

    The first runs had PyTorch's steps alone. English sentences are said as they stand: no table of words knows them.
    What is of the newer shape already stays as it is.
    """
    record.setdefault("backend", "torch")
    if isinstance(record.get("intake"), dict):
        record["intake"] = _intake(record["intake"])
    chosen = record.get("augmentation_chosen")
    if chosen and isinstance(chosen.get("sentence"), str):
        chosen["sentence"] = _said(chosen["sentence"]) | {"text": chosen["sentence"]}
    return record


def _intake(found: dict[str, Any]) -> dict[str, Any]:
    """Mappings from text became lists of rows."""
    depths, treatments = found.get("depths"), found.get("treatments")
    if isinstance(depths, dict):
        found["depths"] = [{"depth": _said(depth), "images": count} for depth, count in depths.items()]
    if isinstance(treatments, dict):
        found["treatments"] = [{"what": _said(what), "paths": paths} for what, paths in treatments.items()]
    found["skipped"] = [row | {"reason": _said(row["reason"])} for row in found.get("skipped", [])]
    found["warnings"] = [_said(text) for text in found.get("warnings", [])]
    return {"options": None, **found}


def _said(text: Any) -> dict[str, Any]:
    """Text as something that is said verbatim."""
    return verbatim(text).to_json() if isinstance(text, str) else text


MIGRATIONS: dict[int, Migration] = {1: from_1_to_2}


def read_record(folder: Path) -> dict[str, Any]:
    """What a run's ``config.json`` says, of whatever version: of the newest schema, and with every option.

    Raises:
        MousaicError: damaged, not a run's, or of a schema that cannot be read.
    """
    path = folder / "config.json"
    record = read_json(path)
    if record.get("kind") != KIND:
        raise MousaicError(f"{folder} is not a Mousaic run (its config.json is something else's).")
    try:
        record = migrated(path, record, SCHEMA, MIGRATIONS)
        return {**record, "config": dataclasses.asdict(_config(path, record["config"]))}
    except (KeyError, TypeError, AttributeError) as error:
        raise MousaicError(f"{path} is damaged ({error!r}): restore it from a copy, or train again.") from error


def _config(path: Path, found: dict[str, Any]) -> Config:
    try:
        return config_from_json(found)
    except MousaicError as error:
        reason = str(error).rstrip(".")
        raise MousaicError(f"{path} was changed, or is a newer one's ({reason}): restore it from a copy.") from error
