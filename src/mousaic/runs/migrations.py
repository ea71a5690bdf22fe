"""What ``config.json`` of an earlier version says, as this version would have written it.

Each step is a function from one schema to the next, applied in memory: the file stays as it is, so that its own version
can still open it. An option that a run lacks needs no step: :data:`mousaic.config.BEFORE` says what it was before.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from mousaic.config import config_from_json
from mousaic.errors import MousaicError
from mousaic.files import read_json
from mousaic.schemas import Migration, migrated

KIND = "mousaic run"
SCHEMA = 2


def from_1_to_2(record: dict[str, Any]) -> dict[str, Any]:
    """Every run names the backend of its steps; the first ones had PyTorch's alone."""
    record.setdefault("backend", "torch")
    return record


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
    record = migrated(path, record, SCHEMA, MIGRATIONS)
    try:
        config = config_from_json(record["config"])
    except (KeyError, TypeError, AttributeError, MousaicError) as error:
        reason = str(error).rstrip(".")
        raise MousaicError(
            f"{path} is damaged, or a newer Mousaic's ({reason}): restore it from a copy, or train again."
        ) from error
    return {**record, "config": dataclasses.asdict(config)}
