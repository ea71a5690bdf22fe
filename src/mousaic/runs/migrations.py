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
from mousaic.record_shape import check_shape
from mousaic.runs.run_files import RECORD
from mousaic.said import verbatim
from mousaic.schemas import Migration, migrated
from mousaic.sealed import CHECKSUM, check_seal

KIND = "mousaic run"
SCHEMA = 4
SEALED = 3
"""The schema from which on every file of a run that is read back has a checksum."""


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


def from_2_to_3(record: dict[str, Any]) -> dict[str, Any]:
    """Runs had no mark of their own, and their files no checksums; what pages were to be made was not kept."""
    return {"run": "", "split_sha256": None, **record}


def from_3_to_4(record: dict[str, Any]) -> dict[str, Any]:
    """Where the images are was kept as one whole path; and tables held names as they are."""
    data = record.get("data")
    kept = None if data is None else {"from_run": data, "from_start": data}
    return {"raw_tables": True, **record, "data": kept}


MIGRATIONS: dict[int, Migration] = {1: from_1_to_2, 2: from_2_to_3, 3: from_3_to_4}


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
        found = migrated(path, record, SCHEMA, MIGRATIONS)
        check_seal(path, record, required=record["schema"] >= SEALED)
        config = _config(path, found["config"])
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise MousaicError(f"{path} is damaged ({repr(error)[:80]}): restore it, or train again.") from error
    check_shape(path, found, RECORD)
    if (found["backend"] == "omp") == config.by_gradients:
        raise MousaicError(f"{path} is damaged (its backend is not of its parameters): restore it from a copy.")
    return {**{k: v for k, v in found.items() if k != CHECKSUM}, "config": dataclasses.asdict(config)}


def _config(path: Path, found: dict[str, Any]) -> Config:
    try:
        return config_from_json(found)
    except MousaicError as error:
        reason = str(error).rstrip(".")[:200]
        raise MousaicError(f"{path} was changed, or is a newer one's ({reason}): restore it from a copy.") from error
