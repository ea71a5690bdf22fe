"""The columns of a user's table by name, be it the table of files itself or the one that belongs to an array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mousaic.errors import MousaicError
from mousaic.images.names import shown
from mousaic.images.stored.array_files import is_array_file
from mousaic.images.stored.row_table import read_row_table, table_of
from mousaic.images.table import column_of


def named_columns(data: Path | None, paths: Sequence[str], table: str) -> Callable[[str], dict[str, str]] | None:
    """What gives a column by its name, path -> field; None where no table belongs to the data.

    Args:
        data: as the images were named; None of arrays in memory.
        paths: of the images.
        table: what the options call the table of an array.
    """
    if data is None:
        return None
    if is_array_file(data):
        place = table_of(data, table)
        return None if place is None else partial(read_row_table(place, len(paths)).column, names=paths)
    return partial(column_of, data) if data.suffix.lower() in (".csv", ".tsv") and data.is_file() else None


def no_columns(target: str, data: Path) -> MousaicError:
    """The sentence of a column that was asked for where no table belongs to the data."""
    return MousaicError(
        f"--target {shown(target)} names a column, and {shown(str(data))} is no table, nor an array that has one: give "
        "a CSV/TSV table with the columns path and that one."
    )
