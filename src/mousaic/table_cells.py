"""Cells of CSV files: text from outside, such as a class's name, that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_QUOTED = re.compile(f"'{_FORMULA.pattern}")


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would run gets an apostrophe before it; numbers, also as text, stay what they are.

    Examples:
        >>> harmless("=1+1"), harmless("wt"), harmless(-0.5), harmless("-0.5"), harmless("'=1")
        ("'=1+1", 'wt', -0.5, '-0.5', "''=1")
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def true_text(cell: str) -> str:
    """The inverse of :func:`harmless`.

    Examples:
        >>> true_text("'=1+1"), true_text("''=1"), true_text("'tis")
        ('=1+1', "'=1", "'tis")
    """
    return cell[1:] if _QUOTED.match(cell) else cell
