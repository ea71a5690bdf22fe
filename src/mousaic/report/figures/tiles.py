"""Many small pictures on one sheet, composed as pixels and drawn as one image.

A hundred matplotlib axes take seconds; one array takes milliseconds. All positions are pixels from
the sheet's top left corner, and pictures are enlarged by whole factors only, so no pixel is uneven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mousaic.arrays import Reals, Tile
from mousaic.report.figures.style import DIVERGING, DPI, FAINT, INK, PAPER, SIZE, WARNING, house_style, plain, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE = 1.45 * DPI / 72
"""Pixels from one line of text to the next, for each point of its size."""
TEXT_LINE = round(SIZE["small"] * LINE)
"""Pixels from one line of small text to the next."""
NARROWEST = 760
"""Pixels of width that heading and caption need at least."""


class Sheet:
    """A white sheet that takes pictures and text, with a heading above and a caption below."""

    def __init__(self, width: int, height: int, heading: str, caption: str, framed: bool = True) -> None:
        """``width`` and ``height`` are those of the part between heading and caption (see ``top``), which are drawn if
        ``framed``."""
        if not framed:
            heading = caption = ""
        self.margin = 24
        self.top = self.margin + (round(SIZE["heading"] * LINE) + 14 if heading else 0)
        lines = wrapped(caption, width, SIZE["small"])
        self.width, self.bottom = width + 2 * self.margin, self.top + height
        self.height = self.bottom + 16 + round(len(lines) * SIZE["small"] * LINE) + self.margin // 2
        self.pixels = np.full((self.height, self.width, 3), 255, dtype=np.uint8)
        self.texts: list[tuple[float, float, str, dict[str, Any]]] = []
        self.lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
        self.write(self.margin, self.margin, heading, SIZE["heading"], va="top", weight="bold")
        for i, line in enumerate(lines):
            y = self.bottom + 16 + i * SIZE["small"] * LINE
            self.write(self.margin, y, line, SIZE["small"], color=FAINT, va="top")

    def paste(self, picture: Tile, x: int, y: int) -> None:
        """Put a picture (h, w, 3) with its top left corner at (x, y)."""
        height, width = picture.shape[:2]
        self.pixels[y : y + height, x : x + width] = picture

    def write(self, x: float, y: float, text: str, size: float, **options: Any) -> None:
        """Text on its baseline at (x, y), or as matplotlib's ``ha``, ``va``, ``color``, ``weight`` say."""
        self.texts.append((x, y, text, {"size": size, "color": INK} | options))

    def cross(self, x: int, y: int, side: int) -> None:
        """Cross out a square."""
        self.lines += [((x, y), (x + side, y + side)), ((x, y + side), (x + side, y))]

    def figure(self) -> Figure:
        """The sheet as a figure."""
        from matplotlib.collections import LineCollection
        from matplotlib.figure import Figure

        from mousaic.report.figures.whole_pixels import WholePixels

        with house_style():
            figure = Figure(figsize=(self.width / DPI, self.height / DPI), dpi=DPI, facecolor=PAPER)
            axes = figure.add_axes((0, 0, 1, 1))
            axes.set_axis_off()
            axes.add_image(WholePixels(axes, self.pixels))
            axes.set(xlim=(0, self.width), ylim=(self.height, 0))
            if self.lines:
                axes.add_collection(LineCollection(self.lines, colors=WARNING, linewidths=1.0))
            for x, y, text, options in self.texts:
                axes.text(x, y, text, **options)
        return figure


class Sentence:
    """What a sheet says below its heading, broken into lines that fit ``width`` pixels; "" takes no room."""

    def __init__(self, text: str, width: float) -> None:
        self.lines = wrapped(text, width, SIZE["label"]) if text else []
        self.step = round(1.3 * TEXT_LINE)
        self.height = len(self.lines) * self.step
        """Tile that it takes."""

    def write(self, sheet: Sheet) -> None:
        """Put it at the top of the sheet."""
        for i, line in enumerate(self.lines):
            sheet.write(sheet.margin, sheet.top + i * self.step, plain(line, 1000), SIZE["label"], va="top")


def enlargement(side: int, wanted: int) -> int:
    """The smallest whole factor that makes ``side`` pixels at least ``wanted``."""
    return max(1, -(-wanted // side))


def enlarged(pictures: Tile, factor: int) -> Tile:
    """Every pixel as ``factor`` x ``factor`` pixels."""
    return pictures.repeat(factor, axis=-3).repeat(factor, axis=-2)


def shrunk(images: Reals, largest: int = 160) -> Reals:
    """Images (..., S, S) as means of whole blocks of pixels, so that no side exceeds ``largest``."""
    side = images.shape[-1]
    block = -(-side // largest)
    if block == 1:
        return images
    spare = -side % block
    padded = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(0, spare), (0, spare)], mode="edge")
    blocks = padded.reshape(*images.shape[:-2], (side + spare) // block, block, (side + spare) // block, block)
    means: Reals = blocks.mean(axis=(-3, -1))
    return means


def channel_colours(channels: int) -> Reals:
    """(C, 3): how much red, green and blue each channel is shown in; equal channels give grey, of the same brightness.

    Three are red, green and blue, two magenta and green, and more have hues evenly around the circle.

    Examples:
        >>> channel_colours(2).tolist()
        [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    if channels == 1:
        return np.ones((1, 3))
    if channels == 2:
        return np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    angles = 2 * np.pi * (np.arange(channels)[:, None] / channels - np.arange(3) / 3)
    weights = np.maximum(0, np.cos(angles)) if channels > 3 else np.eye(3)
    shares: Reals = weights / weights.sum(0)
    return shares


def photograph(images: Reals) -> Tile:
    """Images (..., C, S, S), values 0..1, as they look; values beyond are cut."""
    channels_last = np.moveaxis(np.asarray(images), -3, -1)
    if channels_last.shape[-1] != 3:
        channels_last = channels_last @ channel_colours(channels_last.shape[-1]).astype(channels_last.dtype)
    cut: Tile = np.rint(np.nan_to_num(channels_last).clip(0, 1) * 255).astype(np.uint8)
    return cut


def signed(values: Reals, largest: float | Reals) -> Tile:
    """Values (..., S, S) from -largest to largest on the diverging colours, white at zero."""
    from matplotlib import colormaps

    scaled = np.nan_to_num(values / np.maximum(largest, 1e-12)).clip(-1, 1)
    colours: Tile = colormaps[DIVERGING](scaled / 2 + 0.5, bytes=True)[..., :3]
    return colours


def signed_pictures(pictures: Reals) -> Tile:
    """Pictures (n, C, S, S), each on its own scale, symmetric around zero.

    One channel: blue below, white at, red above zero. Several: grey at zero, every channel brighter
    above it and darker below.
    """
    largest = np.abs(pictures).max(axis=(1, 2, 3), keepdims=True, initial=0)
    if pictures.shape[1] == 1:
        return signed(pictures[:, 0], largest[:, 0])
    return photograph(0.5 + pictures / np.maximum(2 * largest, 1e-12))
