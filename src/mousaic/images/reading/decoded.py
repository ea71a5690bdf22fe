"""What reading one image file gives, and the one way in which it fails."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from mousaic.errors import MousaicError

Number = Literal["unsigned", "signed", "float"]
Background = Literal["black", "grey", "white"]
BACKGROUND_LEVEL: dict[str, float] = {"black": 0.0, "grey": 0.5, "white": 1.0}  # as a share of the full scale


class UnreadableImage(MousaicError):
    """One file cannot be read; the message is a short phrase that says why, without the file's name."""


class ImageFacts(NamedTuple):
    """What a file was found to be, and what was done to its pixels."""

    format: str
    """PNG, JPEG, BMP, GIF, WebP or TIFF: what the content says, whatever the name."""
    mode: str
    """In words: black-and-white, grey, colour, palette, CMYK, Lab, 3 channels ..., with "+alpha" where there is one."""
    bits: int
    """Bits per sample as stored."""
    number: Number
    """The kind of number stored."""
    width: int
    """In pixels, after any turn."""
    height: int
    """In pixels, after any turn."""
    frames: int
    """Frames or pages in the file; only the first is used. 0: several, not counted."""
    treatments: tuple[str, ...]
    """What was converted, dropped or turned, each as a short phrase."""


class ReadImage(NamedTuple):
    """One image, in the units of its file."""

    pixels: np.ndarray
    """float32, (height, width, channels), 1 or 3 channels; 0 to ``full_scale`` (float files: any finite)."""
    full_scale: float
    """The value that stands for full brightness: 255, 65535, 1 ..."""
    facts: ImageFacts


class Decoded(NamedTuple):
    """What a decoder hands over, before colour and alpha are settled."""

    samples: np.ndarray
    """(height, width, S) in the file's own number type; S is 1 (grey), 3 (red, green, blue) or any for ``channels``."""
    alpha: np.ndarray | None
    """(height, width), opacity from 0 to ``full_scale``, or None."""
    premultiplied: bool
    """Whether the samples were already multiplied by their opacity."""
    full_scale: float
    channels: bool
    """The samples are measurements side by side (stains, wavelengths), not red, green and blue."""
    orientation: int
    """1 to 8, as EXIF and TIFF number the turns still to be applied."""
    format: str
    mode: str
    bits: int
    number: Number
    frames: int
    treatments: list[str]


def check_size(width: int, height: int, max_pixels: int) -> None:
    """Raise UnreadableImage for an image without pixels or with more than ``max_pixels``."""
    if width < 1 or height < 1:
        raise UnreadableImage("has no pixels")
    if width * height > max_pixels:
        raise UnreadableImage(f"too large: {width} x {height} pixels, and the limit is {max_pixels:,} pixels")
