"""Read a regular file and nothing else: no pipe that never ends, no device, no more bytes than can be meant."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

LARGEST = 1_000_000_000
"""Bytes of the largest file that is read whole: more than the table of a million images has."""


@contextmanager
def open_regular_file(path: Path) -> Iterator[BufferedReader]:
    """Open a regular file, or a link to one, for reading.

    Raises:
        OSError: it is not there, may not be opened, or is a folder, pipe, socket or device.
    """
    check_regular(path, os.stat(path).st_mode)
    # O_NONBLOCK: should a pipe take the file's place just now, opening it does not wait for a writer.
    no_wait = getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | no_wait)) as stream:
        check_regular(path, os.fstat(stream.fileno()).st_mode)
        yield stream


def check_regular(path: Path, mode: int) -> None:
    """Raise an OSError unless the mode is that of a regular file."""
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "it is no regular file", str(path))


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """All bytes of a regular file of at most so many.

    Raises:
        OSError: as :func:`open_regular_file`, or it is larger.

    Examples:
        >>> _ = Path("note.txt").write_text("all of it")
        >>> read_bytes(Path("note.txt"))
        b'all of it'
        >>> read_bytes(Path("note.txt"), most=3)
        Traceback (most recent call last):
        OSError: [Errno 27] it has more than 3 bytes: 'note.txt'
    """
    with open_regular_file(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
    return data
