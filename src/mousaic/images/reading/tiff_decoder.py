"""TIFF through tifffile at its real depth: the samples asked for, with nothing unpacked that is not all there."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import Decoded, Pick, UnreadableImage, check_size, first_of
from mousaic.images.reading.projection import projected
from mousaic.images.reading.tiff_colours import COLOURS, LAB, settle
from mousaic.images.reading.tiff_limits import FAX_CODECS, IMAGE_CODECS, check_images, check_layout, check_rows
from mousaic.images.reading.tiff_stack import Stack, page_of, stack_of
from mousaic.images.reading.tiff_tags import name_of
from mousaic.said import Said, told

CODECS = frozenset({1, 5, 8, 32773, 32946, 34925, 50000}) | FAX_CODECS | IMAGE_CODECS
"""Compressions that are read: none, LZW, deflate, PackBits, LZMA, Zstandard and CCITT, which are told how much to
unpack, and those of images (JPEG, JPEG 2000, WebP), whose own headers say it."""
EXACT_CODECS = (8, 32773, 32946, 50000)
"""Those that fail where more was packed than is asked for."""


def decode_tiff(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None], pick: Pick) -> Decoded:
    """Decode the image of ``stream`` that was picked; raises UnreadableImage or whatever tifffile raises."""
    import tifffile

    with tifffile.TiffFile(stream) as tiff:
        stack = stack_of(tiff)
        frames = len(stack.images) if stack.known else 0
        page = page_of(tiff, stack.images[0][0])
        pages = len(stack.images[0])
        check_size(page.imagewidth, page.imagelength * max(page.imagedepth, 1) * pages, max_pixels)
        admit(page.imagewidth * page.imagelength * max(page.imagedepth, 1) * pages)

        def images() -> Iterator[Decoded]:
            for numbers in stack.images:
                yield _image(stream, tiff, stack, numbers, max_pixels)

        if pick.project != "first":
            return projected(images(), pick, frames, math.prod(page.shaped[-4:-1]) * pages, max_pixels)
        if frames and pick.page > frames:
            raise UnreadableImage(told("unreadable_page", page=pick.page, count=frames))
        numbers = stack.images[pick.page - 1] if frames else (pick.page - 1,)
        found = _image(stream, tiff, stack, numbers, max_pixels)
        said = [] if frames == 1 else [first_of("page", frames)]
        if pick.page > 1:
            said = [told("treated_page", page=pick.page, count=frames)] if frames else []
        return found._replace(frames=frames, treatments=said + found.treatments)


def count_tiff(stream: BinaryIO) -> int:
    """How many images the file holds, each with all its channels; 1 where that cannot be said."""
    import tifffile

    with tifffile.TiffFile(stream) as tiff:
        return len(stack_of(tiff).images)


def _image(stream: BinaryIO, tiff: Any, stack: Stack, numbers: tuple[int, ...], max_pixels: int) -> Decoded:
    """One image of one or more pages: its channels, or its rows."""
    said: list[Said] = []
    found: list[Decoded] = []
    rows: list[np.ndarray] = []
    there = len(tiff.pages) if stack.known else 1 << 62
    for number in numbers:
        page = page_of(tiff, min(number, there - 1))
        check_size(page.imagewidth, page.imagelength * max(page.imagedepth, 1), max_pixels)
        samples = _samples(stream, page, said, max_pixels, max(0, number - (there - 1)))
        if stack.rows:
            rows.append(samples[..., 0])
        else:
            found.append(settle(page, samples, 0, said))
    if stack.rows:
        said.append(told("treated_rows", count=len(rows)))
        return settle(page, np.stack(rows), 0, said)
    if len(found) == 1:
        return found[0]
    if len({(*one.samples.shape, one.samples.dtype) for one in found}) > 1:
        raise UnreadableImage(told("damaged_parts"))
    together = np.concatenate([one.samples for one in found], axis=2)
    mode = told("mode_channels", count=together.shape[2])
    return found[0]._replace(samples=together, channels=True, alpha=None, mode=mode)


def _samples(stream: BinaryIO, page: Any, said: list[Said], max_pixels: int, later: int = 0) -> np.ndarray:
    """The page as (height, width, samples), every strip or tile present and of the right length.

    Args:
        later: how many pages further on, where one page's tags stand for all that follow it in the file.
    """
    import tifffile

    if not all(isinstance(v, int) for v in (page.compression, page.predictor, page.photometric, page.fillorder)):
        raise UnreadableImage(told("damaged_tags"))
    if page.compression not in CODECS:
        raise UnreadableImage(told("unreadable_compression", name=name_of(page.compression)))
    if page.predictor != 1 and page.predictor not in tifffile.TIFF.UNPREDICTORS:
        raise UnreadableImage(told("unreadable_predictor", number=int(page.predictor)))
    if page.photometric not in COLOURS or (page.photometric == LAB and page.compression in IMAGE_CODECS):
        raise UnreadableImage(told("unreadable_colours", name=name_of(page.photometric)))
    if page.dtype is None or not isinstance(page.bitspersample, int):
        raise UnreadableImage(told("unreadable_bits", bits=str(page.bitspersample)[:20]))
    check_layout(stream, page, max_pixels)
    if page.compression in IMAGE_CODECS:
        check_images(stream, page)
    if page.compression in FAX_CODECS:
        check_rows(stream, page)
    array = _further(stream, page, later) if later else _decoded(page)  # (planes, depth, height, width, samples)
    if array.shape[1] > 1:
        said.append(first_of("plane", array.shape[1]))
    array = array[:, 0]
    if array.shape[0] == 1:
        return np.asarray(array[0])
    return np.moveaxis(array[..., 0], 0, -1)  # planar: one plane a sample


def _further(stream: BinaryIO, page: Any, later: int) -> np.ndarray:
    """The image that lies so many images behind the page's own, as ImageJ writes large stacks."""
    length = math.prod(page.shaped) * page.dtype.itemsize
    if not page.is_contiguous or 8 * page.dtype.itemsize != page.bitspersample:
        raise UnreadableImage(told("damaged_parts"))
    stream.seek(page.dataoffsets[0] + later * length)
    data = stream.read(length)
    if len(data) < length:
        raise UnreadableImage(told("damaged_short"))
    kind = page.dtype.newbyteorder(page.parent.byteorder)
    return np.frombuffer(data, kind).reshape(page.shaped).astype(page.dtype)


def _decoded(page: Any) -> np.ndarray:
    try:
        return np.asarray(page.asarray(squeeze=False, maxworkers=1))
    except Exception:
        height, rest = page.imagelength, page.imagelength % page.rowsperstrip
        if page.is_tiled or not rest or page.rowsperstrip > height or page.compression not in EXACT_CODECS:
            raise
        # Some writers fill up the last strip, so that it unpacks to more rows than the image has left.
        page.imagelength += page.rowsperstrip - rest
        page.shaped = (*page.shaped[:2], page.imagelength, *page.shaped[3:])
        for known in ("hash", "decode"):  # tifffile keeps the decoder that it made for the true height
            page.__dict__.pop(known, None)
        return np.asarray(page.asarray(squeeze=False, maxworkers=1))[:, :, :height]
