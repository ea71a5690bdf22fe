"""An image set from a CSV or TSV table with the columns path, label and group."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from mousaic.errors import MousaicError, nearest
from mousaic.images.entries import Entry, Source
from mousaic.images.names import natural_key, shown
from mousaic.said import told

COLUMNS = ("path", "label", "group")


def find_in_table(table: Path) -> Source:
    """The files a table names, sorted; other columns are ignored.

    Paths are relative to the table's folder, may lead out of it or be absolute. An empty label or group counts
    as none.

    Raises:
        MousaicError: not text, no ``path`` column, no rows, or one file with two different labels or groups.
    """
    shown_table = shown(str(table))
    rows = _rows(table)
    if not rows:
        raise MousaicError(f"{shown_table} is empty: it needs a header line with the column path.")
    header = [name.strip().lower() for name in rows[0][1]]
    if "path" not in header:
        found = ", ".join(shown(n) for n in header[:8])
        hint = nearest("path", header)
        raise MousaicError(f"{shown_table} has no column path{hint} (its columns: {found}): name one so.")
    doubled = [c for c in COLUMNS if header.count(c) > 1]
    if doubled:
        raise MousaicError(f"{shown_table} has two columns named {doubled[0]}: rename one.")
    places = {c: header.index(c) for c in COLUMNS if c in header}
    source = Source(table.parent)
    known: dict[str, tuple[int, Entry]] = {}
    for line, row in rows[1:]:
        values = {c: row[i].strip() if i < len(row) else "" for c, i in places.items()}
        _add(source, known, shown_table, line, values)
    source.entries = sorted((entry for _, entry in known.values()), key=lambda e: natural_key(e.name))
    if not source.entries:
        raise MousaicError(f"{shown_table} names no image: add a row for each.")
    unlabelled = [e for e in source.entries if e.label is None]
    if unlabelled and len(unlabelled) < len(source.entries):
        source.notes.append(told("warn_no_label", count=len(unlabelled), rows=len(source.entries)))
    return source


def _add(source: Source, known: dict[str, tuple[int, Entry]], table: str, line: int, values: dict[str, str]) -> None:
    if not values["path"]:
        if any(values.values()):
            raise MousaicError(f"{table}, line {line}: the path is missing.")
        return
    # A table written on Windows may hold backslashes; a file that truly has one in its name wins.
    given = values["path"]
    path = source.root / given
    if os.sep == "/" and "\\" in given and not os.path.lexists(path):
        path = source.root / given.replace("\\", "/")
    try:
        name = Path(os.path.relpath(path, source.root)).as_posix()
    except ValueError:  # another drive
        name = path.as_posix()
    entry = Entry(path, name, values.get("label") or None, values.get("group") or None)
    if name not in known:
        known[name] = line, entry
    elif known[name][1] != entry:
        raise MousaicError(
            f"{table}: lines {known[name][0]} and {line} give {shown(name)} different labels or groups: keep one."
        )
    else:
        source.skipped.append((name, told("skip_named_again", line=line)))


def _rows(table: Path) -> list[tuple[int, list[str]]]:
    """(line number, fields) of every row that is not empty."""
    try:
        data = table.read_bytes()
    except OSError as error:
        raise MousaicError(f"{shown(str(table))} cannot be read ({error.strerror}): check its rights.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MousaicError(f"{shown(str(table))} is not UTF-8 text: save it as CSV UTF-8.") from None
    first = text.lstrip().partition("\n")[0]
    # Spreadsheets of many countries separate with semicolons.
    delimiter = "\t" if table.suffix.lower() == ".tsv" else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(field.strip() for field in row)]
    except csv.Error as error:
        raise MousaicError(f"{shown(str(table))}, line {reader.line_num}: {error}; mend this line.") from None
