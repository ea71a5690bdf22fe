"""Numbers and texts as JSON that may stand in a script, whatever they hold."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPES = ("i1", "u1", "u2", "u4", "f4")
"""What :func:`packed` takes, as numpy calls them; ``web/core.js`` knows the same five."""


def packed(array: NDArray[Any], kind: str) -> dict[str, str]:
    """An array as base64 of its little-endian bytes, row by row, with its number type: one of ``TYPES``."""
    if kind not in TYPES:
        raise ValueError(f"the page cannot unpack {kind!r}")
    numbers = np.ascontiguousarray(array, dtype=np.dtype(kind).newbyteorder("<"))
    return {"type": kind, "data": base64.b64encode(numbers.tobytes()).decode("ascii")}


def script_json(data: Any) -> str:
    """JSON in ASCII without ``<``, so that no text in it can end a script, open a comment or break a line."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
