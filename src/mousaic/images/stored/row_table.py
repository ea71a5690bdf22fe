"""What a table says of the rows of an array: labels, groups, names, one line a row."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mousaic.errors import MousaicError, nearest
from mousaic.image_options import ImageOptions
from mousaic.images.names import shown
from mousaic.images.table import NO_GROUP, NO_LABEL, rows_of
from mousaic.kept_paths import found_path, kept_path

COLUMNS = ("row", "path", "label", "group")
ENDINGS = (".csv", ".tsv")
FEW = 10_000
"""Different fields of which each is kept once."""


class RowTable(NamedTuple):
    """The fields of N rows, in the order of the array's."""

    place: Path
    columns: dict[str, list[str]]
    """By their names in small letters; (N,) each."""

    def paths(self) -> list[str] | None:
        """What the rows are called; None without a column ``path``."""
        return self.columns.get("path")

    def labels(self) -> list[str | None]:
        """None of a row without one."""
        return self._given("label", NO_LABEL)

    def groups(self) -> list[str | None]:
        """None of a row without one."""
        return self._given("group", NO_GROUP)

    def _given(self, name: str, nothing: frozenset[str]) -> list[str | None]:
        count = len(next(iter(self.columns.values())))
        found = self.columns.get(name, [""] * count)
        return [None if field.casefold() in nothing else field for field in found]

    def column(self, name: str, names: Sequence[str]) -> dict[str, str]:
        """What a column says of each row: its name -> the field as text.

        Raises:
            MousaicError: there is no such column.
        """
        wanted = name.strip().lower()
        if wanted not in self.columns:
            raise MousaicError(
                f"{shown(str(self.place))} has no column {shown(name)}{nearest(wanted, list(self.columns))} (its "
                f"columns: {', '.join(shown(one) for one in list(self.columns)[:8])}): name one of these."
            )
        return dict(zip(names, self.columns[wanted], strict=True))


def table_of(data: Path, wanted: str) -> Path | None:
    """The table of an array file: the one named, or with ``auto`` the one beside it that is called alike.

    Args:
        wanted: ``auto``, ``none``, or a file, looked for from the folder of the array and from the working folder.

    Raises:
        MousaicError: two tables are beside it, or the one named is not there.
    """
    if wanted == "none":
        return None
    if wanted == "auto":
        beside = [data.with_suffix(ending) for ending in ENDINGS if data.with_suffix(ending).is_file()]
        if len(beside) > 1:
            raise MousaicError(f"{' and '.join(shown(str(one)) for one in beside)}: say which with --table.")
        return beside[0] if beside else None
    found = place_of(data, wanted)
    if found.suffix.lower() not in ENDINGS or not found.is_file():
        raise MousaicError(f"--table {shown(wanted)} is no .csv or .tsv file: give the table of the array's rows.")
    return found


def place_of(data: Path, wanted: str) -> Path:
    """A file or folder that goes with an array file: seen from the array's folder, else from the working folder."""
    beside = found_path(wanted, data.parent)
    return beside if beside.exists() else found_path(wanted)


def kept_options(data: Path, options: ImageOptions) -> ImageOptions:
    """The same, table and pictures as seen from the array's folder, so that they are found again where all is moved."""

    def kept(wanted: str) -> str:
        return wanted if wanted in ("auto", "none") else kept_path(place_of(data, wanted), data.parent)

    return replace(options, table=kept(options.table), images=kept(options.images))


def read_row_table(place: Path, count: int) -> RowTable:
    """The table of an array of so many rows: one line each in their order, or with a column ``row`` (from 0) in any.

    Raises:
        MousaicError: not text, another number of lines, two columns of one name, or rows that are none or there twice.
    """
    said, lines = shown(str(place)), rows_of(place)
    header = [name.strip().lower() for name in next(lines, (0, []))[1]]
    doubled = [name for name in COLUMNS if header.count(name) > 1]
    if doubled:
        raise MousaicError(f"{said} has two columns named {doubled[0]}: rename one.")
    columns, known, numbers, found = [list[str]() for _ in header], dict[str, str](), array("q"), 0
    for number, line in lines:
        found += 1
        if found > count:
            continue
        numbers.append(number)
        for i, column in enumerate(columns):
            field = line[i].strip() if i < len(line) else ""
            column.append(known.setdefault(field, field) if len(known) < FEW else known.get(field, field))
    if found != count:
        raise MousaicError(
            f"{said} has {found} lines below its header, and the array has {count} rows: give one "
            "line for each row, in the same order."
        )
    if "row" in header:
        order = _order(said, columns[header.index("row")], numbers)
        columns = [[column[i] for i in order] for column in columns]
    return RowTable(place, dict(zip(header, columns, strict=False)))


def _order(said: str, rows: list[str], numbers: Sequence[int]) -> list[int]:
    """For each row of the array the line, from 0, that is about it."""
    ordered = [-1] * len(rows)
    for line, (text, number) in enumerate(zip(rows, numbers, strict=True)):
        row = int(text) if text.isascii() and text.isdigit() else -1
        if not 0 <= row < len(rows) or ordered[row] >= 0:
            raise MousaicError(
                f"{said}, line {number}: row {shown(text)} is none of 0 to {len(rows) - 1}, or there twice: number the "
                "rows as the array has them, the first 0."
            )
        ordered[row] = line
    return ordered
