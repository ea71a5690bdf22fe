"""From what a decoder found to grey or colour float pixels: background, channels, turn."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from mousaic.images.ranges import Ends, float_range
from mousaic.images.reading.decoded import (
    BACKGROUND_LEVEL,
    Background,
    Decoded,
    ImageFacts,
    ReadImage,
    UnreadableImage,
)
from mousaic.said import Said, told

# ITU-R BT.601: how much red, green and blue add to the brightness that an eye sees.
GREY_WEIGHTS = (0.299, 0.587, 0.114)
MOST_CHANNELS = 16
LARGEST = float(np.finfo(np.float32).max)
FAR = 256.0
"""Values this many times further from 0 than from each other have fewer than 16 bits left of float32's 24."""


def finish(found: Decoded, color: Literal["grey", "rgb", "all"], background: Background, channel: int = 0) -> ReadImage:
    """Settle channels, transparency and orientation; works channel by channel to keep memory low.

    Raises:
        UnreadableImage: the pixels hold NaN or infinite values.
    """
    said = list(found.treatments)
    if channel:
        found = _one_channel(found, channel, said)
    low, high = float(found.samples.min()), float(found.samples.max())
    if found.number == "float" and not max(abs(low), abs(high)) <= LARGEST:
        raise UnreadableImage(told("unreadable_not_finite"))
    kind = working_type(found.samples.dtype, low, high)
    planes = {"grey": _grey, "rgb": _rgb, "all": _all}[color](found, said, kind)
    if found.alpha is not None:
        _composite(planes, found, found.ends or float_range(0.0, high), background, said)
    pixels = turn(planes, found.orientation)
    if found.orientation != 1:
        said.append(told("treated_turned"))
    height, width = pixels.shape[:2]
    facts = ImageFacts(
        found.format, found.mode, found.bits, found.number, width, height, found.frames, tuple(dict.fromkeys(said))
    )
    return ReadImage(pixels, found.ends, low, high, found.inverted, facts)


def working_type(kind: np.dtype[Any], low: float, high: float) -> type[np.floating[Any]]:
    """float32; float64 for a wide type whose values, far from 0 and close together, float32 would make equal.

    Examples:
        >>> working_type(np.dtype(np.uint16), 40_000, 40_001), working_type(np.dtype(np.int64), 0, 9)
        (<class 'numpy.float32'>, <class 'numpy.float32'>)
        >>> working_type(np.dtype(np.uint32), 2**31, 2**31 + 9)
        <class 'numpy.float64'>
    """
    narrow = max(abs(low), abs(high)) > FAR * (high - low)
    return np.float64 if kind.itemsize >= 4 and kind != np.float32 and narrow else np.float32


def turn(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Undo the turn that an EXIF or TIFF orientation (1 to 8) records; (height, width, channels) in and out."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels


def _grey(found: Decoded, said: list[Said], kind: type[np.floating[Any]]) -> np.ndarray:
    count = found.samples.shape[2]
    if count == 1:
        return found.samples.astype(kind)
    weights: tuple[float, ...] = GREY_WEIGHTS
    if found.channels:
        weights = (1 / count,) * count
        said.append(told("treated_channel_mean", count=count))
    else:
        said.append(told("treated_to_grey"))
    grey = np.zeros(found.samples.shape[:2], kind)
    for c, weight in enumerate(weights):
        plane = found.samples[..., c].astype(kind)
        plane *= kind(weight)
        grey += plane
    return grey[..., None]


def _one_channel(found: Decoded, channel: int, said: list[Said]) -> Decoded:
    count = found.samples.shape[2]
    if channel > count:
        raise UnreadableImage(told("unreadable_channel", channel=channel, count=count))
    if count > 1:
        said.append(told("treated_channel", channel=channel, count=count))
    return found._replace(samples=found.samples[..., channel - 1 : channel], channels=False)


def _all(found: Decoded, said: list[Said], kind: type[np.floating[Any]]) -> np.ndarray:
    count = found.samples.shape[2]
    if count > MOST_CHANNELS:
        raise UnreadableImage(told("unreadable_channels", count=count, limit=MOST_CHANNELS))
    return found.samples.astype(kind)


def _rgb(found: Decoded, said: list[Said], kind: type[np.floating[Any]]) -> np.ndarray:
    height, width, count = found.samples.shape
    pixels = np.zeros((height, width, 3), kind)
    if count == 1:
        pixels[:] = found.samples
        said.append(told("treated_to_colour"))
        return pixels
    pixels[..., : min(count, 3)] = found.samples[..., :3]
    if found.channels and count != 3:
        said.append(told("treated_first_channels", count=count) if count > 3 else told("treated_two_channels"))
    return pixels


def _composite(planes: np.ndarray, found: Decoded, ends: Ends, background: Background, said: list[Said]) -> None:
    """Lay the image over the background, in place: out = colour x opacity + background x (1 - opacity)."""
    assert found.alpha is not None
    black, span = ends[0], ends[1] - ends[0]
    opacity = found.alpha.astype(np.float32)
    opacity -= np.float32(black)
    opacity /= np.float32(span)
    if opacity.min() >= 1:
        return
    said.append(told("treated_transparency", background=told(f"background_{background}")))
    if not found.premultiplied:
        planes *= opacity[..., None]
    np.subtract(1, opacity, out=opacity)
    level = BACKGROUND_LEVEL[background]
    opacity *= np.float32(black + span * (1 - level if found.inverted else level))
    planes += opacity[..., None]
