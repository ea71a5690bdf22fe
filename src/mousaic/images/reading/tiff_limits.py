"""Refuse, before anything is unpacked, a TIFF page that would need too much memory or is not all there."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import UnreadableImage
from mousaic.images.reading.jpeg_scans import check_scans
from mousaic.said import told

MAX_BYTES = 640 * 2**20  # of decoded samples
SLACK, SPARE = 4, 65536
"""Packed bytes may be so many times the bytes of their place in the image, and these more: tables and profiles."""
CCITT_RLE, CCITT_FAX_3, CCITT_FAX_4 = 2, 3, 4
JPEG, JPEG_2000, WEBP = 7, (33003, 33005, 34712), 50001
END_OF_FAX = b"\x00\x10\x01" * 8
"""The end-of-block mark of CCITT Group 4, more than once. Its decoder never ends where data end without it; among these
it stops at the latest, whatever came before, as no code begins with so many zeros."""
FAX_CODECS = frozenset({CCITT_RLE, CCITT_FAX_3, CCITT_FAX_4})
"""Compressions of black and white, whose decoder does not say where it lost its way."""
IMAGE_CODECS = frozenset({JPEG, *JPEG_2000, WEBP})
"""Compressions whose strips and tiles are images with a size of their own."""


def check_layout(stream: BinaryIO, page: Any, max_pixels: int = 0) -> None:
    """Raise UnreadableImage for samples beyond :data:`MAX_BYTES`, and strips or tiles not there or far too long.

    Args:
        max_pixels: where more are allowed than usual, so are more bytes: 13 a pixel.
    """
    item = page.dtype.itemsize
    tile, limit = math.prod(page.chunks) * item, max(MAX_BYTES, 13 * max_pixels)
    if max(math.prod(page.shaped) * item, tile) > limit:
        raise UnreadableImage(told("unreadable_samples", limit=limit >> 20))
    size = stream.seek(0, 2)
    offsets, counts = page.dataoffsets, page.databytecounts
    if page.is_contiguous:
        if offsets[0] + math.prod(page.shaped) * item > size:
            raise UnreadableImage(told("damaged_short"))
        return
    if min(len(offsets), len(counts)) < math.prod(page.chunked) or min(*offsets, *counts) < 1:
        raise UnreadableImage(told("damaged_parts"))
    if any(offset + count > size for offset, count in zip(offsets, counts, strict=False)):
        raise UnreadableImage(told("damaged_short"))
    # Packing makes nothing much longer. Strips may share bytes, but not so that a small file is unpacked for hours.
    counts = counts[: math.prod(page.chunked)]
    if max(counts) > SLACK * tile + SPARE or sum(counts) > SLACK * math.prod(page.shaped) * item + size + SPARE:
        raise UnreadableImage(told("unreadable_inflated"))


def check_images(stream: BinaryIO, page: Any) -> None:
    """Raise UnreadableImage where an image in a strip or tile is far larger than its place, or takes hours."""
    from PIL import Image
    from tifffile.tifffile import jpeg_shape

    place = 2 * math.prod(_segment_size(page)) + 4096
    for segment in _segments(stream, page):
        if page.compression == JPEG:  # Pillow does not know those of two channels
            _, height, width, _ = jpeg_shape(segment)
            check_scans(io.BytesIO(segment), width * height)
        else:
            with Image.open(io.BytesIO(segment), formats=("JPEG2000", "WEBP")) as image:  # reads the header alone
                width, height = image.size
        if width * height > place:
            raise UnreadableImage(told("unreadable_inflated"))


def check_rows(stream: BinaryIO, page: Any) -> None:
    """Raise UnreadableImage where a strip or tile of a fax, decoded to its end, has other than its number of rows.

    That is what most damage comes to. Nothing is tried where a hostile one could decode to over :data:`MAX_BYTES`.
    """
    import imagecodecs

    decoders: dict[int, Callable[..., np.ndarray]] = {
        CCITT_RLE: imagecodecs.ccittrle_decode,
        CCITT_FAX_3: partial(imagecodecs.ccittfax3_decode, t4options=page.tags.valueof(292) or 0),
        CCITT_FAX_4: imagecodecs.ccittfax4_decode,
    }
    decode = decoders[page.compression]
    rows, width = _segment_size(page)
    strips = math.ceil(page.imagelength / rows)  # of each plane
    for number, segment in enumerate(_segments(stream, page)):
        if 8 * len(segment) * width > MAX_BYTES:  # a row takes a bit at least
            continue
        due = rows if page.is_tiled else min(rows, page.imagelength - number % strips * rows)
        bits = imagecodecs.bitorder_decode(segment) if page.fillorder == 2 else segment
        if len(decode(bits + END_OF_FAX if page.compression == CCITT_FAX_4 else bits, 0, width)) != due:
            raise UnreadableImage(told("damaged_data"))


def _segment_size(page: Any) -> tuple[int, int]:
    """Rows and columns of a tile, or of every strip but the last."""
    if page.is_tiled:
        return page.tilelength, page.tilewidth
    return min(page.rowsperstrip, page.imagelength), page.imagewidth


def _segments(stream: BinaryIO, page: Any) -> Iterator[bytes]:
    for offset, count in zip(page.dataoffsets, page.databytecounts, strict=False):
        stream.seek(offset)
        yield stream.read(count)
