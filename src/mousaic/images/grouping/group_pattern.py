"""``--groups PATTERN``: the group of an image, as its path says it to a regular or a shell-like expression."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mousaic.errors import MousaicError
from mousaic.images.names import shown


def by_pattern(pattern: str, paths: Sequence[str]) -> list[str | None]:
    """The group of each path; None where the pattern does not match, or matches nothing as the group.

    A pattern with a ``(`` is a regular expression that is looked for in the path; its one capture group is the group.
    Any other is shell-like: ``*`` (within one folder or name), ``?`` and ``[...]``. It must match the whole path, or
    without a ``/`` the whole file name; what its last ``*`` stands for tells the images of a group apart, and the rest
    of the path is the group.

    Raises:
        MousaicError: the pattern is neither, or no path matches.

    Examples:
        >>> by_pattern(r"(mouse\\d+)", ["wt/mouse7_01.png", "wt/overview.png"])
        ['mouse7', None]
        >>> by_pattern("smear*_*", ["a/smear03_cell1.png", "b/smear03_cell2.png"])
        ['smear03', 'smear03']
    """
    finder = _compiled(pattern)
    whole = "(" in pattern or "/" in pattern
    groups = []
    for path in paths:
        found = finder.search(path if whole else path.rsplit("/", 1)[-1])
        named = found.group(1) or "" if found else ""
        groups.append((named if "(" in pattern else named.rstrip(" _-.")) or None)
    if not any(groups):
        first = f" (the first is {shown(paths[0])})" if paths else ""
        raise MousaicError(
            f"--groups {shown(pattern)} matches none of the {len(paths)} images' paths{first}: mend the pattern, or "
            "leave it out."
        )
    return groups


def _compiled(pattern: str) -> re.Pattern[str]:
    """An expression whose first capture group is the group.

    Raises:
        MousaicError: it is no expression, or does not say what the group is.
    """
    try:
        finder = re.compile(pattern if "(" in pattern else _of_shell(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise MousaicError(
            f"--groups {shown(pattern)} is no regular expression ({error}): give auto, none, one with a capture group, "
            r"such as '(mouse\d+)', or a pattern, such as 'smear*_*'."
        ) from None
    if finder.groups != 1:
        what = f"has {finder.groups} capture groups" if "(" in pattern else "has no *"
        raise MousaicError(
            f"--groups {shown(pattern)} {what}, and one has to say what the group is: give auto, none, an expression "
            r"such as '(mouse\d+)', or a pattern such as 'smear*_*'."
        )
    return finder


def _of_shell(pattern: str) -> str:
    """A regular expression: what stands before and behind the last ``*`` is the group."""
    before, star, behind = pattern.rpartition("*")
    if not star:
        return re.escape(pattern)
    return f"^({_translated(before)})[^/]*{_translated(behind)}$"


def _translated(pattern: str) -> str:
    made, rest = "", pattern
    while rest:
        inside = re.match(r"\[(!?)([^\[\]/]+)\]", rest)
        if inside:
            made += f"[{'^' if inside[1] else ''}{re.escape(inside[2]).replace(chr(92) + '-', '-')}]"
            rest = rest[inside.end() :]
            continue
        made += {"*": "[^/]*?", "?": "[^/]"}.get(rest[0], re.escape(rest[0]))
        rest = rest[1:]
    return made
