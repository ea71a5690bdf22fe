"""Facts from a TIFF's tags: names, turn, number of pages."""

from __future__ import annotations

import re
import struct
from typing import Any, BinaryIO


def orientation(page: Any) -> int:
    """1 to 8; 1 where the tag is missing or makes no sense."""
    tag = page.tags.get(274)
    value = tag.value if tag is not None else 1
    return int(value) if isinstance(value, int) and 1 <= value <= 8 else 1


def name_of(value: Any) -> str:
    """LZW for <COMPRESSION.LZW: 5>."""
    return str(getattr(value, "name", value))


def count_pages(stream: BinaryIO, page: Any, tiff: Any) -> int:
    """The number of pages, from the chain of page offsets alone; 0 where the chain is damaged or endless."""
    stated = re.match(r"ImageJ=.*?\bimages=(\d+)", page.description or "", re.DOTALL)
    if stated and int(stated[1]) > 1:
        return int(stated[1])
    big, order = tiff.is_bigtiff, tiff.byteorder
    count_format, offset_format, entry = ("Q", "Q", 20) if big else ("H", "I", 12)
    seen: set[int] = set()
    place = 8 if big else 4
    while len(seen) <= 100_000:
        stream.seek(place)
        raw = stream.read(struct.calcsize("=" + offset_format))
        if len(raw) < struct.calcsize("=" + offset_format):
            return len(seen)
        (offset,) = struct.unpack(order + offset_format, raw)
        if offset == 0:
            return len(seen)
        if offset in seen:
            return 0
        stream.seek(offset)
        raw = stream.read(struct.calcsize("=" + count_format))
        if len(raw) < struct.calcsize("=" + count_format):
            return len(seen)
        seen.add(offset)
        (entries,) = struct.unpack(order + count_format, raw)
        place = offset + len(raw) + entries * entry
    return 0
