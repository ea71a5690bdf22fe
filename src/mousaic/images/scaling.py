"""From the units of the files to 0 and 1, the same way for the whole set."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Mask, Pixels, Singles
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.gather import Piece
from mousaic.images.reading.decoded import BACKGROUND_LEVEL
from mousaic.said import Said, told

LOW_PERCENTILE, HIGH_PERCENTILE = 0.1, 99.9
NO_CONTRAST = 1e-6
"""An image whose darkest and brightest pixel are less than this apart is constant."""


class Scaled(NamedTuple):
    """All images of a set on one scale."""

    pixels: Pixels
    """float32 (N, C, size, size), 0 to 1."""
    limits: tuple[float, float] | None
    """What became 0 and 1, in the units of the files; None where each file's number type decides."""
    constant: Mask
    """bool (N,): images whose pixels are all equal."""
    warnings: list[Said]


def scale(pieces: Sequence[Piece], options: ImageOptions, limits: tuple[float, float] | None, root: str) -> Scaled:
    """Bring the pieces to 0..1 by their number type, by the set's percentiles, or by limits found earlier.

    Float files have no full brightness of their own: the set shares the first of 1, 255 and 65535 that holds all
    of them, and that is recorded as the limits of a set of float files only.

    Raises:
        MousaicError: percentiles of files of several depths, or limits that are none.
    """
    pixels = np.stack([piece.square for piece in pieces])
    warnings: list[Said] = []
    scales = _full_scales(pieces, warnings)
    if limits is not None:
        low, high = (float(v) for v in limits)
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise MousaicError(f"The limits {limits} are no range: give the darkest and the brightest value.")
        beyond = int((scales < high * 0.999).sum())
        if beyond:
            warnings.append(told("warn_smaller_depth", count=beyond, low=low, high=high))
    elif options.depth_range == "percentiles":
        limits = low, high = _percentiles(pixels, pieces, scales, root)
    elif all(piece.facts.number == "float" for piece in pieces):
        limits = low, high = 0.0, float(scales[0])
    if limits is None:
        pixels /= scales[:, None, None, None]
        _warn_dark(pixels, pieces, warnings)
    else:
        pixels -= np.float32(low)
        pixels /= np.float32(high - low)
    below = int((np.fmin.reduce(pixels, axis=(1, 2, 3)) < -1e-6).sum())
    if below and limits is not None and options.depth_range == "dtype":
        warnings.append(told("warn_below_range", count=below))
    np.clip(pixels, 0, 1, out=pixels)
    spread = np.fmax.reduce(pixels, axis=(1, 2, 3)) - np.fmin.reduce(pixels, axis=(1, 2, 3))
    pixels[np.isnan(pixels)] = BACKGROUND_LEVEL[options.background]
    return Scaled(pixels, limits, spread < NO_CONTRAST, warnings)


def _full_scales(pieces: Sequence[Piece], warnings: list[Said]) -> Singles:
    """float32 (N,): full brightness of each image, the same for all float files."""
    floats = [p for p in pieces if p.facts.number == "float"]
    shared = max((p.full_scale for p in floats), default=1.0)
    shared = shared if shared > 0 else 1.0
    if floats and shared != 1:
        warnings.append(told("warn_float_scale", count=len(floats), scale=shared))
    return np.array([shared if p.facts.number == "float" else p.full_scale for p in pieces], np.float32)


def _percentiles(pixels: Pixels, pieces: Sequence[Piece], scales: Singles, root: str) -> tuple[float, float]:
    if len(set(scales.tolist())) > 1:
        depths = Counter(f"{p.facts.bits}-bit" for p in pieces)
        listed = ", ".join(f"{n} of {d}" for d, n in depths.most_common())
        raise MousaicError(
            f"{root} mixes depths ({listed}), which have no percentiles in common: use --depth-range dtype."
        )
    values = pixels[~np.isnan(pixels)]
    low, high = (float(v) for v in np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE], overwrite_input=True))
    if not low < high:
        raise MousaicError(
            f"Nearly all pixels of {root} are equal, so percentiles give no range: use --depth-range dtype."
        )
    return low, high


def _warn_dark(pixels: Pixels, pieces: Sequence[Piece], warnings: list[Said]) -> None:
    """Cameras of 12 bits write 16-bit files; by number type such a set would be nearly black."""
    top = max(p.largest / p.full_scale for p in pieces if p.full_scale)
    if top < 0.25 and any(p.facts.bits > 8 for p in pieces):
        warnings.append(told("warn_dark", share=top))
