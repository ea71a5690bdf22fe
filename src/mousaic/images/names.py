"""File names: in an order a person expects, and safe to print."""

from __future__ import annotations

import re


def natural_key(name: str) -> tuple[list[list[tuple[int, int, str]]], str]:
    """Sort key: folder by folder, numbers by value (img2 before img10) and before letters, capitals like small ones.

    Examples:
        >>> sorted(["b/img10.png", "b/img2.png", "A/x.png", "b/1.png"], key=natural_key)
        ['A/x.png', 'b/1.png', 'b/img2.png', 'b/img10.png']
    """
    folders = []
    for part in name.split("/"):
        pieces = re.split(r"([0-9]+)", part.casefold())
        folders.append([(0, int(p[:4000]), "") if p[:1].isdigit() and p.isascii() else (1, 0, p) for p in pieces if p])
    return folders, name


def shown(name: str) -> str:
    """The name with everything unprintable (line breaks, terminal codes, broken encodings) as escapes.

    Examples:
        >>> print(shown("two\\nlines.png"))
        two\\nlines.png
    """
    if name.isprintable():  # nearly every one: also a whole picture as text
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
