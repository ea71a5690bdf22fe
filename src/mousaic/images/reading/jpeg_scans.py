"""Refuse JPEGs made of so many scans that decoding takes minutes: each scan goes over the whole image."""

from __future__ import annotations

import re
from typing import BinaryIO

from mousaic.images.reading.decoded import UnreadableImage
from mousaic.said import told

FEW = 16
"""Scans that every image may have: programs write about ten."""
MOST = 200
"""Scans that a small image may have."""
WORK = 1_000_000_000
"""Pixels over all scans of a larger one: about ten seconds."""
MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
"""The next marker in coded pixels, where 0xff stands before 0 (a value) or 0xd0 to 0xd7 (a restart)."""
START, END, SCAN, ALONE = 0xD8, 0xD9, 0xDA, 0x01


def check_scans(stream: BinaryIO, pixels: int) -> None:
    """Raise UnreadableImage where an image of so many pixels has more scans than anybody needs; rewinds the stream.

    Only scans of the image itself count, not those of a preview in its metadata or of what follows its end.
    """
    allowed = max(FEW, min(MOST, WORK // max(pixels, 1)))
    scans = count_scans(stream, allowed + 1)
    stream.seek(0)
    if scans > allowed:
        raise UnreadableImage(told("unreadable_scans", scans=allowed))


def count_scans(stream: BinaryIO, most: int) -> int:
    """The scans of the first image in ``stream``, or ``most`` if there are as many; damage ends the count."""
    stream.seek(2)
    scans = 0
    while scans < most:
        head = stream.read(2)
        if len(head) < 2 or head[0] != 0xFF:
            return scans
        if head[1] == 0xFF:  # a filler
            stream.seek(-1, 1)
            continue
        if head[1] == END:
            return scans
        if head[1] in (START, ALONE) or 0xD0 <= head[1] <= 0xD7:
            continue
        length = int.from_bytes(stream.read(2), "big")
        if length < 2:
            return scans
        stream.seek(length - 2, 1)
        if head[1] == SCAN:
            scans += 1
            if not _to_next_marker(stream):
                return scans
    return scans


def _to_next_marker(stream: BinaryIO) -> bool:
    """Past coded pixels, to the marker behind them; False where the file ends first."""
    kept = b""
    while block := stream.read(1 << 20):
        found = MARKER.search(kept + block)
        if found:
            stream.seek(found.end() - 2 - len(kept) - len(block), 1)
            return True
        kept = block[-1:] if block.endswith(b"\xff") else b""
    return False
