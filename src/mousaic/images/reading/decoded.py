"""What reading one image file gives, and the one way in which it fails."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from mousaic.errors import MousaicError
from mousaic.images.ranges import Ends
from mousaic.said import Said, told

Number = Literal["unsigned", "signed", "float"]
Background = Literal["black", "grey", "white"]
BACKGROUND_LEVEL: dict[str, float] = {"black": 0.0, "grey": 0.5, "white": 1.0}  # as a share of the full scale


GREY, COLOUR = told("mode_grey"), told("mode_colour")
VECTOR = "mode_vector"
"""Key of the mode of rows that are no pictures."""


class UnreadableImage(MousaicError):
    """One file cannot be read; :attr:`reason` says why, in a short phrase without the file's name."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


class Pick(NamedTuple):
    """Which image of a file, and which of its channels."""

    page: int = 1
    """Page, frame or slice, from 1."""
    project: Literal["first", "max", "mean"] = "first"
    """``first``: the page named; else the brightest value or the mean of each pixel over all of them."""
    channel: int = 0
    """One channel alone, from 1; 0: all."""


class ImageFacts(NamedTuple):
    """What a file was found to be, and what was done to its pixels."""

    format: str
    """PNG, JPEG, BMP, GIF, WebP, TIFF or DICOM: what the content says, whatever the name."""
    mode: Said
    """Black-and-white, grey, colour, palette, CMYK, Lab, 3 channels ..., and whether there is opacity."""
    bits: int
    """Bits per sample as stored."""
    number: Number
    """The kind of number stored."""
    width: int
    """In pixels, after any turn."""
    height: int
    """In pixels, after any turn."""
    frames: int
    """Frames or pages in the file; each with all its channels. 0: several, not counted."""
    treatments: tuple[Said, ...]
    """What was converted, dropped or turned, each as a short phrase."""

    @property
    def depth(self) -> Said:
        """Such as "8-bit grey"."""
        return depth_of(self.bits, self.number, self.mode)


class ReadImage(NamedTuple):
    """One image, in the units of its file."""

    pixels: np.ndarray
    """(height, width, channels), 1 or 3 channels, or all; float32, or float64 where that would lose levels."""
    ends: Ends | None
    """The number type's black and white, such as 0 and 255; None: floats, whose whole set says it."""
    low: float
    """The least value in the file."""
    high: float
    """The largest value in the file."""
    inverted: bool
    """Float files alone: the larger the value, the darker."""
    facts: ImageFacts


class Decoded(NamedTuple):
    """What a decoder hands over, before colour and alpha are settled."""

    samples: np.ndarray
    """(height, width, S) in the file's own number type; S is 1 (grey), 3 (red, green, blue) or any for ``channels``."""
    alpha: np.ndarray | None
    """(height, width), opacity between ``ends`` (floats: from 0), or None."""
    premultiplied: bool
    """Whether the samples were already multiplied by their opacity."""
    ends: Ends | None
    """As of :class:`ReadImage`."""
    channels: bool
    """The samples are measurements side by side (stains, wavelengths), not red, green and blue."""
    orientation: int
    """1 to 8, as EXIF and TIFF number the turns still to be applied."""
    format: str
    mode: Said
    bits: int
    number: Number
    frames: int
    treatments: list[Said]
    inverted: bool = False
    """As of :class:`ReadImage`."""


def depth_of(bits: int, number: Number, mode: Said) -> Said:
    """How deep samples are and what they mean, such as "16-bit float grey"."""
    keys: dict[Number, str] = {"float": "depth_of_float", "signed": "depth_of_signed", "unsigned": "depth_of"}
    return told(keys[number], bits=bits, mode=mode)


def with_alpha(mode: Said) -> Said:
    """The same mode with opacity beside it."""
    return mode if mode.key == "mode_with_alpha" else told("mode_with_alpha", mode=mode)


FIRST_OF = {f"treated_first_{what}": f"treated_first_{what}_of_several" for what in ("frame", "page", "plane")}
"""What is said where the first of so many is used -> where nobody knows of how many, or they differ."""


def first_of(what: Literal["frame", "page", "plane"], count: int) -> Said:
    """That only the first of so many frames, pages or depth planes is used; 0: of several."""
    key = f"treated_first_{what}"
    return told(key, count=count) if count else told(FIRST_OF[key])


def check_size(width: int, height: int, max_pixels: int) -> None:
    """Raise UnreadableImage for an image without pixels or with more than ``max_pixels``."""
    if width < 1 or height < 1:
        raise UnreadableImage(told("unreadable_no_pixels"))
    if width * height > max_pixels:
        raise UnreadableImage(told("unreadable_too_large", width=width, height=height, limit=max_pixels))
