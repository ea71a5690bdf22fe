"""Files that are either whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import itertools
import json
import math
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

from mousaic.errors import MousaicError
from mousaic.regular_files import LARGEST, open_regular_file, read_bytes
from mousaic.table_cells import harmless, true_text

_UMASK = os.umask(0)
os.umask(_UMASK)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Write to the temporary path given; on success it is flushed to disk and takes ``path``'s place.

    A reader, or a process started after a kill or a power cut, sees the old file or the new one, never
    a part. On failure the temporary file is removed and the old file stays.

    Raises:
        MousaicError: no space left, or no permission to write.

    Examples:
        >>> with whole_file(Path("notes.txt")) as partial:
        ...     partial.name, partial.write_text("all of it"), Path("notes.txt").exists()
        ('.notes.txt.partial', 9, False)
        >>> Path("notes.txt").read_text()
        'all of it'
    """
    partial = partial_of(path)
    try:
        with explained(path):
            with suppress(FileNotFoundError):
                partial.unlink()  # a pipe of that name would be waited for
            yield partial
            with open(partial, "rb+") as file:
                os.chmod(partial, 0o666 & ~_UMASK)  # some writers make private files whatever the user's umask
                os.fsync(file.fileno())
            os.replace(partial, path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink()


def partial_of(path: Path) -> Path:
    """What ``path`` is called until it is whole."""
    return beside(path, "partial")


def beside(path: Path, ending: str) -> Path:
    """A hidden name beside ``path``; of a long name only as much as file systems allow.

    Examples:
        >>> beside(Path("runs/mice"), "lock").as_posix()
        'runs/.mice.lock'
    """
    name = path.name
    if len(os.fsencode(name)) > 240:
        name = f"{name[:40]}-{sha256(os.fsencode(name)).hexdigest()[:16]}"
    return path.with_name(f".{name}.{ending}")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write ``path`` into a sentence with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise MousaicError(f"No space is left to write {path}: free some, or write to another disk.") from error
        if error.errno == errno.EFBIG:
            raise MousaicError(
                f"{path} would be larger than a file may be here: raise that limit (ulimit -f), or write to another "
                "disk."
            ) from error
        raise MousaicError(f"{path} cannot be written ({error.strerror or error}): choose another place.") from error
    except RuntimeError as error:  # how pathlib of Python 3.11 and 3.12 says it
        if "Symlink loop" not in str(error):
            raise
        raise MousaicError(f"{path} cannot be written (a loop of links): choose another place.") from error


def replace_folder(new: Path, path: Path) -> None:
    """Put a whole folder in the place of another; what was there goes once the new one is there.

    Should the process be killed between the two renames, the old folder lies beside as ``.NAME.old``.

    Raises:
        OSError: the folders cannot be renamed; both are there then.
    """
    old = beside(path, "old")
    if os.path.lexists(path):
        shutil.rmtree(old, ignore_errors=True)
        path.rename(old)
    new.rename(path)
    sync_folder(path.absolute().parent)
    shutil.rmtree(old, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names, without which a rename may not survive a power cut."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """A whole text file in UTF-8, lines ending in ``\\n`` on every system; raises as :func:`whole_file` does."""
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """A whole JSON file; ValueError for NaN and infinities, which JSON does not have."""
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write_csv(path: Path, columns: list[str], rows: Iterable[Mapping[str, Any]], raw: bool = False) -> None:
    """A whole CSV file, written as its rows come; a column that a row lacks stays empty. Floats keep every digit.

    Args:
        raw: leave text that a spreadsheet would take for a formula as it is: see :mod:`mousaic.table_cells`.

    Examples:
        >>> write_csv(Path("k.csv"), ["k", "pearson"], [{"k": 10, "pearson": 0.1 + 0.2}, {"k": 20}])
        >>> print(Path("k.csv").read_text(), end="")
        k,pearson
        10,0.30000000000000004
        20,
    """
    with (
        whole_file(path) as partial,
        open(partial, "w", encoding="utf-8", errors="surrogateescape", newline="") as file,
    ):
        lines = SimpleNamespace(write=lambda line: file.write(line.removesuffix("\r\n") + "\n"))
        writer = csv.writer(lines, lineterminator="\r\n")  # so that it quotes either of both
        for row in itertools.chain([columns], _cells(rows, columns)):
            writer.writerow(row if raw else [harmless(cell) if type(cell) is str else cell for cell in row])


def _cells(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> Iterator[list[Any]]:
    return ([row.get(name, "") for name in columns] for row in rows)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of finite numbers and whole text.

    Raises:
        MousaicError: missing, unreadable, not JSON or not an object; a number that is none, or text that is none.
    """
    text = read_text(path)
    try:
        data = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        if "\\ud" in text.lower():  # a lone half of a pair of surrogates cannot be written again
            json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogateescape")
    except (ValueError, RecursionError) as error:
        why = str(error).partition(":")[0][:60] if "number" in str(error) else "not JSON"
        raise MousaicError(f"{path} is damaged ({why}): restore it from a copy, or train again.") from error
    if not isinstance(data, dict):
        raise MousaicError(f"{path} is damaged (not a JSON object): restore it from a copy, or train again.")
    return data


def read_text(path: Path, most: int = LARGEST) -> str:
    """The text of a regular file in UTF-8; bytes that are no text are kept as lone surrogates.

    Raises:
        MousaicError: missing, unreadable, or of more bytes than ``most``.
    """
    try:
        return read_bytes(path, most).decode("utf-8", "surrogateescape")
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror or error}): is this a Mousaic run?") from error


def read_rows(path: Path, columns: Iterable[str], raw: bool = False) -> list[dict[str, str]]:
    """The rows of a CSV file that :func:`write_csv` wrote, with a header of at least these columns, which no row lacks.

    Args:
        raw: as the file was written.

    Raises:
        MousaicError: missing, unreadable, or damaged.

    Examples:
        >>> write_csv(Path("k.csv"), ["k", "pearson"], [{"k": 10, "pearson": 0.5}])
        >>> read_rows(Path("k.csv"), ["k"])
        [{'k': '10', 'pearson': '0.5'}]
        >>> read_rows(Path("k.csv"), ["epoch"])
        Traceback (most recent call last):
        mousaic.errors.MousaicError: k.csv is damaged (no column epoch): restore it from a copy, or train again.
    """
    return list(stream_rows(path, columns, raw))


def stream_rows(path: Path, columns: Iterable[str], raw: bool = False) -> Iterator[dict[str, str]]:
    """The same row by row, so that the file need not fit memory; a row may be seen before damage in a later one."""
    wanted = list(columns)
    try:
        with open_regular_file(path) as file, io.TextIOWrapper(file, "utf-8", "surrogateescape", newline="") as text:
            if os.fstat(file.fileno()).st_size > LARGEST:
                raise OSError(errno.EFBIG, f"it has more than {LARGEST:,} bytes")
            yield from _cells_of(text, wanted, raw)
    except (ValueError, csv.Error) as error:
        raise MousaicError(f"{path} is damaged ({error}): restore it from a copy, or train again.") from error
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror or error}): is this a Mousaic run?") from error


def _cells_of(text: Iterable[str], wanted: list[str], raw: bool) -> Iterator[dict[str, str]]:
    """A ValueError where a line is none."""
    reader = csv.reader(map(_whole_text, text), strict=True)
    header = next(reader, [])
    names = header if raw else [true_text(name) for name in header]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise ValueError(f"no column {missing[0]}")
    for row in reader:
        if not row:
            continue
        if len(row) != len(names):
            raise ValueError("a line of another length than the first")
        yield dict(zip(names, row if raw else map(true_text, row), strict=True))


def _whole_text(line: str) -> str:
    if "\0" in line:
        raise ValueError("a byte that is no text")
    return line


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is a number beyond all")
    return value
