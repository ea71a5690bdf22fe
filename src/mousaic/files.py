"""Files that are either whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError

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
    partial = path.with_name(f".{path.name}.partial")
    try:
        with explained(path):
            yield partial
            with open(partial, "rb+") as file:
                os.chmod(partial, 0o666 & ~_UMASK)  # some writers make private files whatever the user's umask
                os.fsync(file.fileno())
            os.replace(partial, path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write ``path`` into a sentence with a remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise MousaicError(f"No space is left to write {path}: free some, or write to another disk.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
            raise MousaicError(f"{path} cannot be written ({error.strerror}): choose another place.") from error
        raise


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


def write_csv(path: Path, columns: list[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A whole CSV file; a column that a row lacks stays empty. Floats keep every digit.

    Examples:
        >>> write_csv(Path("k.csv"), ["k", "pearson"], [{"k": 10, "pearson": 0.1 + 0.2}, {"k": 20}])
        >>> print(Path("k.csv").read_text(), end="")
        k,pearson
        10,0.30000000000000004
        20,
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object.

    Raises:
        MousaicError: missing, unreadable, not JSON or not an object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror}): is this a Mousaic run?") from error
    except ValueError as error:
        raise MousaicError(f"{path} is damaged (not JSON): restore it from a copy, or train again.") from error
    if not isinstance(data, dict):
        raise MousaicError(f"{path} is damaged (not a JSON object): restore it from a copy, or train again.")
    return data
