"""Paths as files and printed commands keep them: from where the user works, without the name of the user's home."""

from __future__ import annotations

import os
import re
from pathlib import Path

HOME = "~/"


def kept_path(path: str | Path, start: str | Path = ".") -> str:
    """A path from ``start`` (default: the working folder), with forward slashes; :func:`found_path` finds it again.

    A path that would lead into the user's home from outside of it begins with ``~/`` instead. One that has nothing in
    common with ``start``, such as another disk's, stays whole.

    Examples:
        >>> kept_path("runs/mice"), kept_path("data", start="runs/mice")
        ('runs/mice', '../../data')
        >>> kept_path("/data/mice", start="/scratch/work")
        '/data/mice'
    """
    whole, base = os.path.abspath(path), os.path.abspath(start)
    for home in _homes():
        if _inside(whole, home) and not _inside(base, home):
            return HOME + Path(os.path.relpath(whole, home)).as_posix()
    try:
        common = os.path.commonpath([whole, base])
    except ValueError:  # another drive
        return Path(whole).as_posix()
    if os.path.dirname(common) == common:
        return Path(whole).as_posix()
    kept = Path(os.path.relpath(whole, base)).as_posix()
    return f"./{kept}" if kept.startswith(HOME) or kept == "~" else kept


def found_path(kept: str, start: str | Path = ".") -> Path:
    """The path that :func:`kept_path` kept, seen from ``start``.

    Examples:
        >>> found_path("../../data", start="runs/mice").as_posix()
        'data'
    """
    return Path(os.path.normpath(os.path.join(start, os.path.expanduser(kept) if kept.startswith(HOME) else kept)))


def shown_path(path: str | Path) -> str:
    """A path as it is shown: from the working folder, but one that was given whole and leads out of it stays whole, or
    begins with ``~/``."""
    kept = kept_path(path)
    return kept_path(path, os.sep) if kept.startswith("..") and os.path.isabs(path) else kept


def without_home(text: str) -> str:
    """Text, such as a traceback, in which ``~`` stands for the user's home."""
    for home in _homes():
        text = re.sub(re.escape(home) + r"(?![\w.-])", "~", text)
    return text


def _homes() -> list[str]:
    """The user's home, and what it is behind links; none where nobody knows it, or it is the whole disk."""
    home = os.path.expanduser("~")
    found = dict.fromkeys((os.path.abspath(home), os.path.realpath(home))) if os.path.isabs(home) else {}
    return [one for one in found if os.path.dirname(one) != one]


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)
