"""JSON files that carry their own checksum, so that one changed bit is noticed when they are read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError
from mousaic.files import read_json, write_json

CHECKSUM = "checksum"


def checksum_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of all that a JSON object says beside its checksum, in one order and without spaces.

    Examples:
        >>> checksum_of({"k": 50, "members": 1}) == checksum_of({"members": 1, "k": 50, "checksum": "?"})
        True
    """
    said = {name: value for name, value in data.items() if name != CHECKSUM}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(text.encode("ascii")).hexdigest()


def sealed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its checksum, last."""
    said = {name: value for name, value in data.items() if name != CHECKSUM}
    return {**said, CHECKSUM: checksum_of(said)}


def write_sealed(path: Path, data: Mapping[str, Any]) -> None:
    """A whole JSON file with its checksum; raises as :func:`mousaic.files.write_json` does."""
    write_json(path, sealed(data))


def read_sealed(path: Path, required: bool = False) -> dict[str, Any]:
    """A JSON object without its checksum, which is compared.

    Args:
        required: refuse a file without one; those of earlier versions have none.

    Raises:
        MousaicError: as :func:`mousaic.files.read_json`, or the checksum is another's or missing.
    """
    data = read_json(path)
    check_seal(path, data, required)
    return {name: value for name, value in data.items() if name != CHECKSUM}


def check_seal(path: Path, data: Mapping[str, Any], required: bool) -> None:
    """Raise a MousaicError unless ``data`` has the checksum of what it says, or none where none is required."""
    if (CHECKSUM in data or required) and data.get(CHECKSUM) != checksum_of(data):
        raise MousaicError(
            f"{path} was changed or damaged since it was written (its checksum is another's): restore it from a copy, "
            "or train again."
        )
