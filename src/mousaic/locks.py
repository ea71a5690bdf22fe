"""One process at a time in a run folder. The operating system holds the lock, so that it ends with its process."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mousaic.errors import MousaicError
from mousaic.files import beside

_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_FAR = 1 << 30
"""On Windows the byte that is locked: what is locked cannot be read, and the file's own bytes name the process."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Own a folder, which need not exist yet, until the context ends or the process does.

    The lock is a file beside the folder, as the folder itself may be replaced; where nothing can be made there, in it.
    It holds the process's number and is removed in the end, as are the folders around it that were made for it and
    stayed empty. Where neither can be written there is none: nor can the folder.

    Raises:
        MousaicError: another process owns it, which the message names.
    """
    with suppress(OSError, RuntimeError):  # a loop of links, which whoever writes there says
        folder = folder.resolve()
    made = _made_around(folder)
    try:
        handle, path = _held(folder) if folder.name else (None, folder)
    except MousaicError:
        _remove_empty(made)
        raise
    try:
        yield
    finally:
        if handle is not None:
            with suppress(OSError):
                path.unlink()  # while it is held: whoever waits for this file then finds another in its place
            os.close(handle)
            with suppress(OSError):
                if os.name == "nt":
                    path.unlink()  # there only once it is closed
        _remove_empty(made)


def lock_of(folder: Path) -> Path:
    """Where the lock of a folder lies."""
    return beside(folder, "lock")


def _made_around(folder: Path) -> list[Path]:
    """The folders around it that were not there, the innermost first; now they are, where they may be made."""
    missing = [around for around in folder.parents if not os.path.lexists(around)]
    with suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    with suppress(OSError):  # from the first on that holds something
        for folder in folders:
            folder.rmdir()


def _held(folder: Path) -> tuple[int | None, Path]:
    for path in (lock_of(folder), folder / ".lock"):
        while path.parent.is_dir():
            try:
                handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            except OSError:
                break  # not here
            if not _taken(handle, path, folder):
                return None, path  # a file system without locks
            if _same(handle, path):
                return handle, path
            os.close(handle)  # its owner has just ended and removed it
    return None, folder


def _taken(handle: int, path: Path, folder: Path) -> bool:
    """Lock the open file and write whose it is; False where there are no locks."""
    try:
        _lock(handle)
    except OSError as error:
        owner = os.pread(handle, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
        os.close(handle)
        if error.errno not in _BUSY:
            return False
        whose = f" (process {owner})" if owner.isdigit() else ""
        raise MousaicError(
            f"Another mousaic{whose} is at work in {folder}: wait until it is done, or end it first."
        ) from None
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    return True


def _same(handle: int, path: Path) -> bool:
    """Whether the open file is still the one at the path."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        os.lseek(handle, 0, os.SEEK_SET)
        return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
