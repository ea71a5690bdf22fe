"""Commands to go on with, as they can be pasted into a shell where the user works."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from mousaic.kept_paths import HOME, shown_path


def command_line(*words: str | Path) -> str:
    """``mousaic`` and what follows; paths from the working folder, and everything quoted where a shell needs it.

    Examples:
        >>> command_line("stability", Path("runs/my mice"), "--quick")
        "mousaic stability 'runs/my mice' --quick"
        >>> command_line("show", Path("-odd"))
        'mousaic show ./-odd'
    """
    return " ".join(["mousaic", *(_path(word) if isinstance(word, Path) else quoted(word) for word in words)])


def quoted(word: str) -> str:
    """A word as a shell takes it; ``~/`` before it keeps its meaning, and what no terminal shows is spelled out.

    Examples:
        >>> print(quoted("it's"), quoted("~/my mice"), quoted("two\\nlines"))
        'it'"'"'s' ~/'my mice' $'two\\x0alines'
    """
    if word.startswith(HOME) and word != HOME:
        return HOME + quoted(word.removeprefix(HOME))
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(_spelled(letter) for letter in word) + "'"


def _spelled(letter: str) -> str:
    if letter in "'\\":
        return f"\\{letter}"
    return letter if letter.isprintable() else "".join(f"\\x{byte:02x}" for byte in os.fsencode(letter))


def _path(path: Path) -> str:
    kept = shown_path(path)
    return quoted(f"./{kept}" if kept.startswith("-") else kept)
