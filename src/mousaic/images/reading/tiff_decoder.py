"""TIFF through tifffile at its real depth; through Pillow's libtiff where tifffile lacks the codec."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import Decoded, Number, UnreadableImage, check_size, first_of, with_alpha
from mousaic.images.reading.libtiff_decoder import decode_libtiff
from mousaic.images.reading.pillow_decoder import COLOUR, GREY
from mousaic.images.reading.tiff_tags import count_pages, name_of, orientation
from mousaic.said import Said, told

MAX_BYTES = 640 * 2**20  # of decoded samples
WHITE_IS_ZERO, RGB, PALETTE, SEPARATED = 0, 2, 3, 5
BLACK_IS_ZERO, MASK = 1, 4


class _NeedsPillow(Exception):
    """tifffile cannot decode this page; the text says why."""


def decode_tiff(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None]) -> Decoded:
    """Decode the first page of ``stream``; raises UnreadableImage or whatever tifffile and Pillow raise."""
    import tifffile

    with tifffile.TiffFile(stream) as tiff:
        try:
            page: Any = tiff.pages[0]
        except IndexError:
            raise UnreadableImage(told("damaged_no_image")) from None
        check_size(page.imagewidth, page.imagelength * max(page.imagedepth, 1), max_pixels)
        admit(page.imagewidth * page.imagelength * max(page.imagedepth, 1))
        said: list[Said] = []
        frames = count_pages(stream, page, tiff)
        if frames != 1:
            said.append(first_of("page", frames))
        try:
            samples = _samples(stream, page, said)
        except _NeedsPillow as why:
            return decode_libtiff(stream, page, frames, max_pixels, said, str(why))
        return _settle(page, samples, frames, said)


def _samples(stream: BinaryIO, page: Any, said: list[Said]) -> np.ndarray:
    """The page as (height, width, samples), every strip or tile present and of the right length."""
    import tifffile

    if not all(isinstance(v, int) for v in (page.compression, page.predictor, page.photometric, page.fillorder)):
        raise UnreadableImage(told("damaged_tags"))
    if page.compression != 1 and page.compression not in tifffile.TIFF.DECOMPRESSORS:
        raise _NeedsPillow(f"compressed as {name_of(page.compression)}")
    if page.predictor != 1 and page.predictor not in tifffile.TIFF.UNPREDICTORS:
        raise _NeedsPillow(f"with predictor {page.predictor}")
    if page.photometric not in (WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED):
        raise _NeedsPillow(f"with colours as {name_of(page.photometric)}")
    if page.dtype is None or page.bitspersample not in (1, 8, 16, 32, 64) or page.fillorder != 1:
        raise _NeedsPillow(f"with samples of {str(page.bitspersample)[:20]} bits")
    _check_layout(stream, page)
    array = page.asarray(squeeze=False, maxworkers=1)  # (planes, depth, height, width, contiguous samples)
    if array.shape[1] > 1:
        said.append(first_of("plane", array.shape[1]))
    array = array[:, 0]
    if array.shape[0] == 1:
        return np.asarray(array[0])
    return np.moveaxis(array[..., 0], 0, -1)  # planar: one plane a sample


def _check_layout(stream: BinaryIO, page: Any) -> None:
    """Refuse, before anything is allocated, what would need too much memory or is not all there."""
    item = page.dtype.itemsize
    tile = math.prod(page.chunks) * item
    if max(math.prod(page.shaped) * item, tile) > MAX_BYTES:
        raise UnreadableImage(told("unreadable_samples", limit=MAX_BYTES >> 20))
    size = stream.seek(0, 2)
    offsets, counts = page.dataoffsets, page.databytecounts
    if page.is_contiguous:
        if offsets[0] + math.prod(page.shaped) * item > size:
            raise UnreadableImage(told("damaged_short"))
        return
    if min(len(offsets), len(counts)) < math.prod(page.chunked) or 0 in counts or 0 in offsets:
        raise UnreadableImage(told("damaged_parts"))
    for offset, count in zip(offsets, counts, strict=False):
        if offset + count > size:
            raise UnreadableImage(told("damaged_short"))
        if page.compression != 1 and count > 2**18:
            _check_inflated(stream, page.compression, offset, count, 2 * tile + 4096)


def _check_inflated(stream: BinaryIO, compression: int, offset: int, count: int, limit: int) -> None:
    """Refuse a strip that would unpack to far more than its place in the image.

    tifffile unpacks a whole strip at once, and 256 KiB of zeros can unpack to a gigabyte; so large strips are
    unpacked once beforehand in small steps.
    """
    import lzma
    import zlib

    tool: Any
    if compression in (8, 32946):
        tool = zlib.decompressobj()
    elif compression == 34925:
        tool = lzma.LZMADecompressor()
    else:
        return  # the others take the size of their output from us, or unpack a few bytes to one
    stream.seek(offset)
    data, total = stream.read(count), 0
    while not tool.eof and total <= limit:
        step = len(tool.decompress(data, 1 << 20))
        data = tool.unconsumed_tail if compression != 34925 else b""  # the lzma object keeps its own rest
        total += step
        if not step:
            break
    if total > limit:
        raise UnreadableImage(told("unreadable_inflated"))


def _settle(page: Any, samples: np.ndarray, frames: int, said: list[Said]) -> Decoded:
    """Give the samples their meaning: inverted, palette, CMYK, opacity, side-by-side channels, signed."""
    kind = samples.dtype.kind
    if kind not in "buif":
        raise UnreadableImage(told("unreadable_numbers", type=str(samples.dtype)))
    bits = int(page.bitspersample)
    number: Number = "float" if kind == "f" else "signed" if kind == "i" else "unsigned"
    full = 1.0 if kind in "bf" else float(2**bits - 1)
    if kind == "i":
        samples = samples.view(f"u{bits // 8}")
        samples = samples ^ samples.dtype.type(2 ** (bits - 1))  # the sign bit turned over: -32768 becomes 0
        said.append(told("treated_signed"))
    if kind == "f":
        samples = samples.astype(np.float32, copy=False)
    if page.photometric == PALETTE:
        return _palette(page, samples, bits, frames, said)
    colours = {RGB: 3, SEPARATED: 4}.get(page.photometric, 1)
    samples, alpha, premultiplied, channels = _split_alpha(page, samples, colours, said)
    mode = COLOUR if colours == 3 else told("mode_channels", count=samples.shape[2]) if channels else GREY
    if page.photometric == SEPARATED:
        if samples.shape[2] != 4 or kind in "if":
            raise UnreadableImage(told("unreadable_inks"))
        samples, mode = _cmyk(samples, full), told("mode_cmyk")
        said.append(told("treated_cmyk"))
    if page.photometric == WHITE_IS_ZERO:
        samples = ~samples if kind == "b" else samples.dtype.type(full) - samples
        said.append(told("treated_white_is_zero"))
    if kind in "ui" and bits > 8:
        said.append(told("treated_depth_kept", bits=bits))
    mode = told("mode_black_and_white") if kind == "b" else mode if alpha is None else with_alpha(mode)
    turned = orientation(page)
    return Decoded(samples, alpha, premultiplied, full, channels, turned, "TIFF", mode, bits, number, frames, said)


def _split_alpha(
    page: Any, samples: np.ndarray, colours: int, said: list[Said]
) -> tuple[np.ndarray, np.ndarray | None, bool, bool]:
    """(samples, opacity, premultiplied, whether the samples are side-by-side channels)."""
    count = samples.shape[2]
    extra = [int(e) for e in page.extrasamples][: count - colours]
    extra += [0] * (count - colours - len(extra))
    alpha, premultiplied = None, False
    places = [colours + i for i, e in enumerate(extra) if e in (1, 2)]
    if places:
        alpha = samples[..., places[0]]
        premultiplied = extra[places[0] - colours] == 1
    if colours == 1:
        kept = [i for i in range(count) if i not in places]
        return samples[..., kept] if places else samples, alpha, premultiplied, len(kept) > 1
    unused = len(extra) - len(places[:1])
    if unused:
        said.append(told("treated_spare_channels", count=unused) if unused > 1 else told("treated_spare_channel"))
    return samples[..., :colours], alpha, premultiplied, False


def _palette(page: Any, samples: np.ndarray, bits: int, frames: int, said: list[Said]) -> Decoded:
    table = page.colormap
    if table is None or bits > 16 or samples.dtype.kind == "f" or table.shape[1] < 2 ** min(bits, 16):
        raise UnreadableImage(told("damaged_palette"))
    colours = (table >> 8 if table.max() > 255 else table).astype(np.uint8).T
    said.append(told("treated_palette"))
    looked_up = colours[samples[..., 0].astype(np.intp)]
    turned = orientation(page)
    return Decoded(
        looked_up, None, False, 255.0, False, turned, "TIFF", told("mode_palette"), bits, "unsigned", frames, said
    )


def _cmyk(samples: np.ndarray, full: float) -> np.ndarray:
    """Ink to light, as Pillow does it: red = (1 - cyan)(1 - black), each as a share of full; float32 (H, W, 3)."""
    light = samples[..., 3].astype(np.float32)
    np.subtract(full, light, out=light)
    out = np.empty((*samples.shape[:2], 3), np.float32)
    for c in range(3):
        np.subtract(full, samples[..., c], out=out[..., c], casting="unsafe")
        out[..., c] *= light
    out /= np.float32(full)
    return out
