"""What a command prints: lines that any terminal can show, results on standard output and the rest beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any


def printable(line: str) -> None:
    """Print, also where a file's name is no valid text or the terminal cannot show it."""
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def aside(line: str) -> None:
    """A line on standard error: standard output holds the result alone."""
    print(line.encode(errors="backslashreplace").decode(), file=sys.stderr, flush=True)


def answer(data: Mapping[str, Any], text: str, as_json: bool) -> None:
    """The result on standard output: ``data`` as JSON for a program, or ``text``."""
    printable(json.dumps(data, indent=2) if as_json else text)


def silent(_: object) -> None:
    """Say nothing."""
