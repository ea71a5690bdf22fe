"""From what a decoder found to grey or colour float pixels: background, channels, turn."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mousaic.images.reading.decoded import BACKGROUND_LEVEL, Background, Decoded, ImageFacts, ReadImage, UnreadableImage
from mousaic.said import Said, told

# ITU-R BT.601: how much red, green and blue add to the brightness that an eye sees.
GREY_WEIGHTS = (0.299, 0.587, 0.114)


def finish(found: Decoded, color: Literal["grey", "rgb"], background: Background) -> ReadImage:
    """Settle channels, transparency and orientation; works channel by channel to keep memory low.

    Raises:
        UnreadableImage: the pixels hold NaN or infinite values.
    """
    said = list(found.treatments)
    planes = _grey(found, said) if color == "grey" else _rgb(found, said)
    if found.number == "float" and not np.isfinite(planes).all():
        raise UnreadableImage(told("unreadable_not_finite"))
    scale = float_scale(planes) if found.number == "float" else found.full_scale
    if found.alpha is not None:
        _composite(planes, found, scale, background, said)
    pixels = turn(planes, found.orientation)
    if found.orientation != 1:
        said.append(told("treated_turned"))
    height, width = pixels.shape[:2]
    facts = ImageFacts(
        found.format, found.mode, found.bits, found.number, width, height, found.frames, tuple(dict.fromkeys(said))
    )
    return ReadImage(pixels, scale, facts)


def float_scale(values: np.ndarray) -> float:
    """Full brightness of a float image: the first of 1, 255 and 65535 that holds it, or else its largest value."""
    largest = float(np.max(values))
    return next((scale for scale in (1.0, 255.0, 65535.0) if largest <= scale), largest)


def turn(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Undo the turn that an EXIF or TIFF orientation (1 to 8) records; (height, width, channels) in and out."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels


def _grey(found: Decoded, said: list[Said]) -> np.ndarray:
    count = found.samples.shape[2]
    if count == 1:
        return found.samples.astype(np.float32)
    weights: tuple[float, ...] = GREY_WEIGHTS
    if found.channels:
        weights = (1 / count,) * count
        said.append(told("treated_channel_mean", count=count))
    else:
        said.append(told("treated_to_grey"))
    grey = np.zeros(found.samples.shape[:2], np.float32)
    for c, weight in enumerate(weights):
        plane = found.samples[..., c].astype(np.float32)
        plane *= np.float32(weight)
        grey += plane
    return grey[..., None]


def _rgb(found: Decoded, said: list[Said]) -> np.ndarray:
    height, width, count = found.samples.shape
    pixels = np.zeros((height, width, 3), np.float32)
    if count == 1:
        pixels[:] = found.samples
        said.append(told("treated_to_colour"))
        return pixels
    pixels[..., : min(count, 3)] = found.samples[..., :3]
    if found.channels and count != 3:
        said.append(told("treated_first_channels", count=count) if count > 3 else told("treated_two_channels"))
    return pixels


def _composite(planes: np.ndarray, found: Decoded, scale: float, background: Background, said: list[Said]) -> None:
    """Lay the image over the background, in place: out = colour x opacity + background x (1 - opacity)."""
    assert found.alpha is not None
    opacity = found.alpha.astype(np.float32)
    opacity /= np.float32(scale if found.number == "float" else found.full_scale)
    if opacity.min() >= 1:
        return
    said.append(told("treated_transparency", background=told(f"background_{background}")))
    if not found.premultiplied:
        planes *= opacity[..., None]
    np.subtract(1, opacity, out=opacity)
    opacity *= np.float32(BACKGROUND_LEVEL[background] * scale)
    planes += opacity[..., None]
