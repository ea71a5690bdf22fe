"""An image set from a CSV or TSV table with the columns path, label and group."""

from __future__ import annotations

import csv
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from mousaic.errors import MousaicError, nearest
from mousaic.images.entries import Entry, Source
from mousaic.images.names import natural_key, shown
from mousaic.said import told

COLUMNS = ("path", "label", "group")
NO_LABEL = frozenset(("", "nan", "<na>", "#n/a"))
"""What programs write where there is no label; NA and none may be names of classes."""
NO_GROUP = NO_LABEL | {"na", "n/a", "none", "null", "nat", "-", "?"}


def find_in_table(table: Path) -> Source:
    """The files a table names, sorted; other columns are ignored.

    Paths are relative to the table's folder, may lead out of it or be absolute. An empty label or group counts
    as none, and so does a NaN.

    Raises:
        MousaicError: not text, no ``path`` column, no rows, or one file with two different labels or groups.
    """
    shown_table = shown(str(table))
    rows = list(rows_of(table))
    if not rows:
        raise MousaicError(f"{shown_table} is empty: it needs a header line with the column path.")
    header = [name.strip().lower() for name in rows[0][1]]
    others = [name.strip() for name in rows[0][1] if name.strip() and name.strip().lower() not in COLUMNS]
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
    if others and not {"label", "group"} <= set(header):
        missing = [column for column in ("label", "group") if column not in header]
        source.notes.append(told("warn_columns_unused", names=[shown(name) for name in others[:8]], columns=missing))
    unlabelled = [e for e in source.entries if e.label is None]
    if unlabelled and len(unlabelled) < len(source.entries):
        source.notes.append(told("warn_no_label", count=len(unlabelled), rows=len(source.entries)))
    return source


def column_of(table: Path, name: str) -> dict[str, str]:
    """What a table's column says of each image: its name, as :func:`find_in_table` gives it -> the field as text.

    Raises:
        MousaicError: not text, no ``path`` column or none of that name, or one file with two different fields.
    """
    shown_table, rows = shown(str(table)), list(rows_of(table))
    header = [column.strip().lower() for column in rows[0][1]] if rows else []
    if name.strip().lower() not in header:
        known = [column.strip() for column in rows[0][1] if column.strip()] if rows else []
        raise MousaicError(
            f"{shown_table} has no column {shown(name)}{nearest(name, known)} (its columns: "
            f"{', '.join(shown(column) for column in known[:8])}): name one of these."
        )
    if "path" not in header:
        raise MousaicError(f"{shown_table} has no column path: name one so.")
    place, of_path = header.index(name.strip().lower()), header.index("path")
    found: dict[str, str] = {}
    for line, row in rows[1:]:
        path, said = (row[i].strip() if i < len(row) else "" for i in (of_path, place))
        if path and found.setdefault(_name(table.parent, path), said) != said:
            raise MousaicError(f"{shown_table}, line {line}: {shown(path)} has two different {shown(name)}: keep one.")
    return found


def _name(root: Path, given: str) -> str:
    """What an image is called: its path relative to the table's folder."""
    path = _file(root, given)
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _add(source: Source, known: dict[str, tuple[int, Entry]], table: str, line: int, values: dict[str, str]) -> None:
    if not values["path"]:
        if any(values.values()):
            raise MousaicError(f"{table}, line {line}: the path is missing.")
        return
    path, name = _file(source.root, values["path"]), _name(source.root, values["path"])
    label, group = values.get("label", ""), values.get("group", "")
    entry = Entry(
        path, name, None if label.casefold() in NO_LABEL else label, None if group.casefold() in NO_GROUP else group
    )
    if name not in known:
        known[name] = line, entry
    elif known[name][1] != entry:
        raise MousaicError(
            f"{table}: lines {known[name][0]} and {line} give {shown(name)} different labels or groups: keep one."
        )
    else:
        source.skipped.append((name, told("skip_named_again", line=line)))


def _fits(header: str, sign: str) -> tuple[int, int]:
    """How well a sign separates the columns: those that are known, then all. Many countries' spreadsheets use ;."""
    names = [name.strip().strip('"').strip().lower() for name in header.split(sign)]
    return sum(name in COLUMNS for name in names), len(names)


def _file(root: Path, given: str) -> Path:
    """The file that a row names.

    A table written on Windows may hold backslashes, and one written on another system accents in another spelling (NFC,
    NFD); a file that truly has such a name wins.
    """
    forward = given.replace("\\", "/") if os.sep == "/" else given
    spelled = [given, *(unicodedata.normalize(form, forward) for form in ("NFC", "NFD")), forward]
    return next((root / name for name in spelled if os.path.lexists(root / name)), root / forward)


def rows_of(table: Path) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of every row that is not empty, one after another; the first is the header.

    Raises:
        MousaicError: it cannot be read, is not text, or a line of it is broken.
    """
    try:
        with open(table, encoding="utf-8-sig", newline="") as text:
            first = next((line for line in text if line.strip()), "").strip("\ufeff")
            delimiter = "\t" if table.suffix.lower() == ".tsv" else max(",;\t", key=lambda sign: _fits(first, sign))
            text.seek(0)
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            yield from ((reader.line_num, row) for row in reader if any(field.strip() for field in row))
    except OSError as error:
        raise MousaicError(f"{shown(str(table))} cannot be read ({error.strerror}): check its rights.") from None
    except UnicodeDecodeError:
        raise MousaicError(f"{shown(str(table))} is not UTF-8 text: save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise MousaicError(f"{shown(str(table))}, line {reader.line_num}: {error}; mend this line.") from None
