"""From the units of the files to 0 and 1, the same way for the whole set."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Mask, Pixels, RawPixels, Reals
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.mapped import blocks, let_go, room
from mousaic.images.pieces import Pieces
from mousaic.images.range_warnings import has_contrast, range_warnings
from mousaic.images.ranges import Ends, Range, Wanted, fitting, float_range
from mousaic.images.reading.decoded import BACKGROUND_LEVEL, VECTOR
from mousaic.images.vector_scale import vector_range
from mousaic.said import Said

LOW_PERCENTILE, HIGH_PERCENTILE = 0.1, 99.9
NO_CONTRAST = 1e-6
"""An image whose darkest and brightest pixel are less than this apart is constant."""


class Scaled(NamedTuple):
    """All images of a set on one scale."""

    pixels: Pixels
    """float32 (N, C, size, size), 0 to 1; vectors (N, 1, 1, D), beyond that, too."""
    limits: tuple[float, float] | None
    """What became 0 and 1, in the units of the files; None where each file's number type decides."""
    ranges: tuple[Range, ...]
    """The same for each number type in the set."""
    constant: Mask
    """bool (N,): images whose pixels are all equal."""
    warnings: list[Said]


def scale(pieces: Pieces, options: ImageOptions, wanted: Wanted, root: str, beside: Path | None = None) -> Scaled:
    """Bring the pieces to 0..1 by their number type, by the set's percentiles, or by what was found earlier.

    Float files have no full brightness of their own: all of a set share :func:`mousaic.images.ranges.float_range`.

    Raises:
        MousaicError: percentiles of files of several types, limits that are none, or files that are of another type
            than the ranges are for and cannot be brought to them.
    """
    pixels = pieces.stacked()
    if pieces.facts[0].mode.key == VECTOR:
        one = vector_range(pixels, options, wanted, root)
        pixels -= pixels.dtype.type(one.low)
        pixels /= pixels.dtype.type(one.high - one.low)
        return Scaled(pixels, (one.low, one.high), (one,), np.ptp(pixels, axis=(1, 2, 3)) < NO_CONTRAST, [])
    if options.depth_range == "none":
        raise MousaicError("--depth-range none takes vectors as they are: images need dtype or percentiles.")
    kinds = list(dict.fromkeys(pieces.ends))
    extremes = {
        kind: (float(pieces.low[own].min()), float(pieces.high[own].max()))
        for kind, own in ((kind, pieces.of_ends(kind)) for kind in kinds)
    }
    if wanted.ranges is not None:
        ranges = _as_trained(pieces, extremes, wanted.ranges, root)
    elif wanted.limits is not None:
        ranges = [Range(kind, *_checked(wanted.limits)) for kind in kinds]
    elif options.depth_range == "percentiles":
        ranges = [Range(kinds[0], *_percentiles(pixels, pieces, root, beside))]
    else:
        ranges = [Range(kind, *(kind or float_range(*extremes[kind]))) for kind in kinds]
    varied = has_contrast(pixels)
    for part in blocks(pixels):
        _to_shares(pixels[part], pieces, part, ranges)
        let_go()
    warnings = range_warnings(pixels, pieces, ranges, extremes, wanted, varied, options)
    finished, spread = _finished(pixels, options, beside)
    alone = ranges[0] if len(ranges) == 1 and (ranges[0].low, ranges[0].high) != ranges[0].ends else None
    limits = wanted.limits if wanted.limits and not wanted.ranges else alone and (alone.low, alone.high)
    return Scaled(finished, limits, tuple(ranges), spread < NO_CONTRAST, warnings)


def _finished(pixels: RawPixels, options: ImageOptions, beside: Path | None) -> tuple[Pixels, Reals]:
    """Shares as float32 from 0 to 1, in place where they are of that type, bars filled; and each image's contrast."""
    finished: Pixels = pixels if pixels.dtype == np.float32 else room(pixels.shape, np.float32, beside)
    spread = np.empty(len(pixels), np.float32)
    for part in blocks(pixels):
        own = np.clip(pixels[part], 0, 1).astype(np.float32, copy=False)
        spread[part] = np.fmax.reduce(own, axis=(1, 2, 3)) - np.fmin.reduce(own, axis=(1, 2, 3))
        own[np.isnan(own)] = BACKGROUND_LEVEL[options.background]
        finished[part] = own
        let_go()
    return finished, spread


def same_channels(pieces: Pieces, root: str) -> None:
    """Raise a MousaicError where images have other numbers of channels, which makes no set."""
    counts = pieces.channels()
    if len(counts) > 1:
        listed = ", ".join(f"{images} of {count}" for count, images in counts.most_common())
        raise MousaicError(
            f"The images in {root} have different numbers of channels ({listed}): take --color grey, rgb or one "
            "--channel."
        )


def _to_shares(pixels: RawPixels, pieces: Pieces, part: slice, ranges: Sequence[Range]) -> None:
    """(value - low) / (high - low) of a part of the pieces, in place; from white to black where larger is darker."""
    of_kind = {one.ends: one for one in ranges}
    own = [of_kind[ends] for ends in pieces.ends]
    kind = pieces.kind[part]
    lows = np.array([one.low for one in own], pixels.dtype)[kind][:, None, None, None]
    spans = np.array([one.high - one.low for one in own], pixels.dtype)[kind][:, None, None, None]
    if lows.any():
        pixels -= lows
    pixels /= spans
    inverted = pieces.inverted[part]
    if inverted.any():
        pixels[inverted] = 1 - pixels[inverted]


def _as_trained(
    pieces: Pieces, extremes: dict[Ends | None, tuple[float, float]], known: Sequence[Range], root: str
) -> list[Range]:
    found = {kind: fitting(kind, known, values) for kind, values in extremes.items()}
    lost = [kind for kind, one in found.items() if one is None]
    if lost:
        (low, high), count = extremes[lost[0]], int(pieces.of_ends(lost[0]).sum())
        images, trained = "1 image" if count == 1 else f"{count} images", "; ".join(map(str, known))
        raise MousaicError(
            f"{root} holds {images} with values from {low:.6g} to {high:.6g} ({Range(lost[0], low, high).kind}), "
            f"and the model was trained on others ({trained}): convert them to those, as nothing says how the two "
            "correspond."
        )
    return [one for one in found.values() if one is not None]


def _checked(limits: tuple[float, float]) -> tuple[float, float]:
    low, high = (float(v) for v in limits)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise MousaicError(f"The limits {limits} are no range: give the darkest and the brightest value.")
    return low, high


def _percentiles(pixels: RawPixels, pieces: Pieces, root: str, beside: Path | None) -> tuple[float, float]:
    if len(set(pieces.ends)) > 1:
        depths = Counter[str]()
        for facts, images in zip(pieces.facts, np.bincount(pieces.kind).tolist(), strict=True):
            depths[f"{facts.bits}-bit"] += images
        listed = ", ".join(f"{n} of {d}" for d, n in depths.most_common())
        raise MousaicError(
            f"{root} mixes depths ({listed}), which have no percentiles in common: use --depth-range dtype."
        )
    values = _without_bars(pixels, beside)
    low, high = (float(v) for v in np.percentile(values, [LOW_PERCENTILE, HIGH_PERCENTILE], overwrite_input=True))
    if not low < high:
        raise MousaicError(
            f"Nearly all pixels of {root} are equal, so percentiles give no range: use --depth-range dtype."
        )
    return low, high


def _without_bars(pixels: RawPixels, beside: Path | None) -> Reals:
    """Every value that is a number, in an array of its own."""
    values: Reals = room([pixels.size], pixels.dtype, beside)
    count = 0
    for part in blocks(pixels):
        own = pixels[part][~np.isnan(pixels[part])]
        values[count : count + len(own)] = own
        count += len(own)
        let_go()
    return values[:count]
