"""TIFF through tifffile at its real depth: the first page's samples, with nothing unpacked that is not all there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import Decoded, UnreadableImage, check_size, first_of
from mousaic.images.reading.tiff_colours import COLOURS, LAB, settle
from mousaic.images.reading.tiff_limits import FAX_CODECS, IMAGE_CODECS, check_images, check_layout, check_rows
from mousaic.images.reading.tiff_tags import count_pages, name_of
from mousaic.said import Said, told

CODECS = frozenset({1, 5, 8, 32773, 32946, 34925, 50000}) | FAX_CODECS | IMAGE_CODECS
"""Compressions that are read: none, LZW, deflate, PackBits, LZMA, Zstandard and CCITT, which are told how much to
unpack, and those of images (JPEG, JPEG 2000, WebP), whose own headers say it."""
EXACT_CODECS = (8, 32773, 32946, 50000)
"""Those that fail where more was packed than is asked for."""


def decode_tiff(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None]) -> Decoded:
    """Decode the first page of ``stream``; raises UnreadableImage or whatever tifffile raises."""
    import tifffile

    with tifffile.TiffFile(stream) as tiff:
        try:
            page: Any = tiff.pages[0]
        except IndexError:
            raise UnreadableImage(told("damaged_no_image")) from None
        check_size(page.imagewidth, page.imagelength * max(page.imagedepth, 1), max_pixels)
        admit(page.imagewidth * page.imagelength * max(page.imagedepth, 1))
        said: list[Said] = []
        frames = count_pages(page, tiff)
        if frames != 1:
            said.append(first_of("page", frames))
        return settle(page, _samples(stream, page, said), frames, said)


def _samples(stream: BinaryIO, page: Any, said: list[Said]) -> np.ndarray:
    """The page as (height, width, samples), every strip or tile present and of the right length."""
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
    check_layout(stream, page)
    if page.compression in IMAGE_CODECS:
        check_images(stream, page)
    if page.compression in FAX_CODECS:
        check_rows(stream, page)
    array = _decoded(page)  # (planes, depth, height, width, contiguous samples)
    if array.shape[1] > 1:
        said.append(first_of("plane", array.shape[1]))
    array = array[:, 0]
    if array.shape[0] == 1:
        return np.asarray(array[0])
    return np.moveaxis(array[..., 0], 0, -1)  # planar: one plane a sample


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
