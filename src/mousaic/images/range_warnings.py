"""What a person should know of how the values of a set fill the range from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mousaic.arrays import RawPixels, Reals
from mousaic.config import ImageOptions
from mousaic.images.mapped import BLOCK, let_go
from mousaic.images.pieces import Pieces
from mousaic.images.ranges import LEAST_SHARE, Ends, Range, Wanted
from mousaic.said import Said, told

SAMPLE = 1 << 20
"""Pixels that are looked at: enough for percentiles, and no time."""
MANY = 0.1
"""Share of pixels outside the range from which they are no odd ones."""
Extremes = Mapping[Ends | None, tuple[float, float]]


def range_warnings(
    pixels: RawPixels,
    pieces: Pieces,
    ranges: Sequence[Range],
    extremes: Extremes,
    wanted: Wanted,
    varied: bool,
    options: ImageOptions,
) -> list[Said]:
    """Whether floats were divided, values lie outside the range, or hardly any of it is used.

    Args:
        pixels: shares of the range, not clipped yet; bars are NaN.
        extremes: least and largest value of each number type.
        wanted: the ranges or limits that were given.
        varied: of :func:`has_contrast`.
    """
    said: list[Said] = []
    floats = int(pieces.of_ends(None).sum())
    shared = next((one for one in ranges if one.ends is None), None)
    given = wanted.ranges or wanted.limits
    if shared is not None and shared.high != 1 and not given and options.depth_range == "dtype":
        (low, high), (black, white) = tidy(*extremes[None]), tidy(shared.low, shared.high)
        said.append(told("warn_float_range", count=floats, low=low, high=high, black=black, white=white))
    if wanted.limits and not wanted.ranges:
        low, high = wanted.limits
        smaller = [ends is not None and ends[1] < high * 0.999 for ends in pieces.ends]
        beyond = int(np.array(smaller)[pieces.kind].sum())
        if beyond:
            said.append(told("warn_smaller_depth", count=beyond, low=low, high=high))
    said += _fill(_sample(pixels), ranges, extremes, bool(given)) if varied else []
    return said


def has_contrast(pixels: RawPixels) -> bool:
    """Whether more than odd pixels of a set, in the units of its files, differ, so that percentiles give a range."""
    low, high = np.percentile(_sample(pixels), [0.1, 99.9])
    return bool(low < high)


def _sample(pixels: RawPixels) -> Reals:
    """Up to :data:`SAMPLE` pixels, evenly from all images, without bars."""
    step = pixels.size // SAMPLE + 1
    step += 1 - step % 2  # odd, so that no column of pixels is passed over
    flat, at_a_time = pixels.reshape(-1), step * (BLOCK // (4 * step) + 1)
    taken = []
    for start in range(0, len(flat), at_a_time):
        taken.append(np.array(flat[start : start + at_a_time : step]))
        let_go()
    values: Reals = np.concatenate(taken)
    return values[~np.isnan(values)]


def _fill(values: Reals, ranges: Sequence[Range], extremes: Extremes, given: bool) -> list[Said]:
    """How the values fill the range from 0 to 1."""
    outside = float(((values < -1e-6) | (values > 1 + 1e-6)).mean())
    black, white = tidy(ranges[0].low, ranges[0].high)
    low, high = (float(v) for v in np.percentile(values.clip(0, 1), [0.1, 99.9]))
    least, largest = tidy(min(pair[0] for pair in extremes.values()), max(pair[1] for pair in extremes.values()))
    told_of: dict[str, Any] = {"low": least, "high": largest}
    if outside > MANY:
        return [told("warn_outside", share=outside, black=black, white=white, **told_of)]
    if high - low >= LEAST_SHARE:
        return []
    if given:
        return [told("warn_narrow_as_trained", start=low, end=high, black=black, white=white, **told_of)]
    return [told("warn_narrow" if len(ranges) == 1 else "warn_narrow_mixed", start=low, end=high, **told_of)]


def tidy(low: float, high: float) -> tuple[float, float]:
    """Both ends, to a millionth of what lies between them.

    Examples:
        >>> tidy(-0.99937301, 2.29835438), tidy(2147483648.0, 2147483697.0)
        ((-0.999373, 2.298354), (2147483648.0, 2147483697.0))
    """
    digits = 6 - math.floor(math.log10(high - low)) if low < high else 6
    return round(low, digits), round(high, digits)
