"""Files of earlier versions, read as this version would have written them.

A file for programs names its schema: a number that grows by one when the shape of what it holds changes. Whoever
changes the shape writes the function that makes the old one the new one, so that every older file goes on being read.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Makes a record of one schema a record of the next; may change what it is given."""


def migrated(path: Path, record: Mapping[str, Any], newest: int, migrations: Mapping[int, Migration]) -> dict[str, Any]:
    """The record as one of schema ``newest``; ``record`` itself stays as it is.

    Args:
        path: of the file, for messages.
        record: what it holds, with its number under ``schema``.
        migrations: schema n -> what makes a record of n one of n + 1, without a gap up to ``newest``.

    Raises:
        MousaicError: a schema that is newer, or older than any that can be read.
    """
    schema, oldest = record.get("schema"), min(migrations, default=newest)
    known = f"this one reads {oldest}" + (f" to {newest}" if oldest < newest else "")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < oldest:
        raise MousaicError(f"{path} has schema {schema!r}, and {known}: open it with the Mousaic that wrote it.")
    if schema > newest:
        raise MousaicError(f"{path} was written by a newer Mousaic (schema {schema}, {known}): install that one.")
    found = copy.deepcopy(dict(record))
    for number in range(schema, newest):
        found = migrations[number](found)
    return {**found, "schema": newest}
