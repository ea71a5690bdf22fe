"""Where output may go: never into the input, never over something that is not ours to replace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from mousaic.errors import MousaicError
from mousaic.files import explained, partial_of, replace_folder
from mousaic.locks import alone_in, lock_of
from mousaic.runs.going_on import going_on
from mousaic.runs.migrations import read_record
from mousaic.runs.run import NEW, is_run


def check_outside(path: Path, data: Path | None) -> None:
    """Raise if ``path`` lies inside the image folder ``data`` (of a table: is the table itself; None: no files)."""
    if data is not None and path.resolve().is_relative_to(data.resolve()):
        raise MousaicError(
            f"The output {path} lies inside the images' folder {data}, which is never changed: "
            "give --out another place."
        )


def check_new_file(path: Path, data: Path | None, overwrite: bool) -> None:
    """Raise unless the file ``path`` may be written: outside the input, in a folder that exists, and new."""
    with explained(path):
        check_outside(path, data)
        if not path.parent.is_dir():
            raise MousaicError(f"There is no folder {path.parent} to write {path.name} into: make it first.")
        if path.is_dir():
            raise MousaicError(f"{path} is a folder: give --out a file name.")
        if os.path.lexists(path) and not overwrite:
            raise MousaicError(f"{path} exists already: give --out another name, or --overwrite to replace it.")
        _check_possible(path)


def check_new_folder(path: Path, data: Path | None, overwrite: bool, is_ours: Callable[[Path], bool] = is_run) -> None:
    """Raise unless ``path`` may become an output folder: outside the input, and new, empty or ours to replace."""
    with explained(path):
        check_outside(path, data)
        _check_possible(path)
        if not os.path.lexists(path) or (path.is_dir() and not any(path.iterdir())):
            return
        if not path.is_dir() or path.is_symlink() or not is_ours(path):
            raise MousaicError(f"{path} exists and is not an earlier output of this command: give --out another name.")
        if not overwrite:
            raise MousaicError(f"{path} exists already: give --out another name, or --overwrite to replace it.")


def check_new_run(path: Path, data: Path | None, overwrite: bool) -> None:
    """:func:`check_new_folder` for a run folder, beside which none may be waiting to take its place."""
    check_new_folder(path, data, overwrite)
    with explained(path):
        beside = path.with_name(path.name + NEW)
        if not overwrite and is_run(beside):
            again = going_on(read_record(beside), path)
            raise MousaicError(
                f"{path} is being made anew in {beside}; give --out another name, or go on with: {again}"
            )


def _check_possible(path: Path) -> None:
    """Raise unless something new of that name can be made there: found out before the work, not after it.

    Raises:
        MousaicError: it is no name of its own.
        OSError: the file system refuses the name, or to make anything there.
    """
    if path.name in ("", ".."):
        raise MousaicError(f"{path} is no name for something new: give --out another.")
    with suppress(FileNotFoundError):
        os.lstat(path)
    around = next(folder for folder in path.absolute().parents if os.path.lexists(folder))
    os.rmdir(mkdtemp(prefix=".mousaic-", dir=around))


@contextmanager
def new_folder(path: Path, data: Path | None, mark: str, overwrite: bool) -> Iterator[Path]:
    """A folder to fill, which becomes ``path`` when all went well and is removed otherwise.

    Args:
        mark: a file in every such folder, by which an earlier one is known as ours to replace.
    """
    with alone_in(path):
        check_new_folder(path, data, overwrite, lambda folder: (folder / mark).is_file())
        partial = partial_of(path)
        try:
            with explained(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(partial, ignore_errors=True)
                partial.mkdir()
                yield partial
                replace_folder(partial, path)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def free_name(wanted: Path) -> Path:
    """``wanted``, or ``wanted-2``, ``wanted-3``, ...: the first that does not exist and that nobody is making."""
    number, path = 1, wanted
    while any(map(os.path.lexists, (path, path.with_name(path.name + NEW), lock_of(path)))):
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path
