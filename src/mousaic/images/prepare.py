"""From any width and height to one small square: crop, pad or stretch, then one antialiased resize."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mousaic.arrays import Measured, Photograph, Picture, RawPicture
from mousaic.images.reading.decoded import BACKGROUND_LEVEL, Background

Fit = Literal["crop", "letterbox", "stretch"]


def prepare(pixels01: Photograph, size: int, fit: Fit, background: Background = "black") -> Picture:
    """The square that training sees.

    Args:
        pixels01: float32 (height, width, channels), 0 to 1.
        size: side of the square, in pixels.
        fit: ``crop`` keeps the centre, ``letterbox`` keeps everything and adds bars, ``stretch`` distorts.
        background: the brightness of letterbox bars.

    Returns:
        float32 (channels, size, size), 0 to 1.
    """
    square = fit_square(pixels01, size, fit)
    square[np.isnan(square)] = BACKGROUND_LEVEL[background]
    return np.clip(square, 0, 1, out=square)


def fit_square(pixels: Measured, size: int, fit: Fit) -> RawPicture:
    """:func:`prepare` in any units and of the pixels' type: letterbox bars as NaN, nothing clipped."""
    height, width = pixels.shape[:2]
    square = np.full((pixels.shape[2], size, size), np.nan, pixels.dtype)
    rows = columns = slice(0, size)
    if fit == "crop":
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        pixels = pixels[top : top + side, left : left + side]
    elif fit == "letterbox":
        rows, columns = middle_of(height, max(height, width), size), middle_of(width, max(height, width), size)
    square[:, rows, columns] = _resized(pixels, rows.stop - rows.start, columns.stop - columns.start)
    return square


def middle_of(length: int, longest: int, size: int) -> slice:
    """Where a side of ``length`` lies when the longest side fills ``size``: centred, at least one pixel."""
    share = max(1, round(size * length / longest))
    start = (size - share) // 2
    return slice(start, start + share)


def _resized(pixels: Measured, height: int, width: int) -> RawPicture:
    """(channels, height, width): each channel resized as floats, so that depth survives.

    The filter is a triangle as wide as the reduction asks. It is smooth, and unlike sharper ones (Lanczos,
    bicubic) never leaves the range of the pixels nor draws halos around edges that a model would learn as parts.
    """
    from PIL import Image

    if pixels.shape[:2] == (height, width):
        return np.moveaxis(pixels, 2, 0)
    out = np.empty((pixels.shape[2], height, width), pixels.dtype)
    base = pixels.min() if pixels.dtype == np.float64 else None  # Pillow resizes float32, which their distances fit
    for c in range(pixels.shape[2]):
        plane = pixels[..., c] if base is None else pixels[..., c] - base
        channel = Image.fromarray(np.ascontiguousarray(plane, dtype=np.float32))
        out[c] = np.asarray(channel.resize((width, height), Image.Resampling.BILINEAR))
    return out if base is None else out + base
