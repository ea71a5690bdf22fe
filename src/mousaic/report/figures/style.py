"""How every figure looks, how foreign text is made safe to draw, and how a figure is saved.

matplotlib is imported inside the functions that draw, so that training without pictures stays light.
Figures are made through the object-oriented interface: there is no pyplot, no window and no list of
open figures, and the settings of the user's own plots are left as they were.
"""

from __future__ import annotations

import io
import logging
import re
import textwrap
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mousaic.files import whole_file
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.fonts import chinese_font
from mousaic.report.figures.png_file import png_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 160
INK, FAINT, PAPER = "#222222", "#666666", "#ffffff"
# Okabe and Ito's palette, told apart by colour-blind readers too. One meaning each, in every figure.
TRAINING, VALIDATION, THIRD, WARNING = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
CLASSES = (TRAINING, VALIDATION, THIRD, WARNING, "#56B4E9", "#E69F00")
DIVERGING = "RdBu_r"
"""Blue below zero, white at zero, red above."""
SIZE = {"heading": 10.0, "label": 8.0, "small": 7.0, "tiny": 6.0}
"""Sizes of text in points."""

_SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": SIZE["label"],
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": SIZE["label"] + 1,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelsize": SIZE["small"],
    "ytick.labelsize": SIZE["small"],
    "legend.fontsize": SIZE["small"],
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "figure.facecolor": PAPER,
    "figure.dpi": DPI,
}


_WITHIN: ContextVar[bool] = ContextVar("within house_style", default=False)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with these settings whatever the user's are, then put the user's back. Within itself it does nothing:
    matplotlib checks some 300 settings each time."""
    import matplotlib.figure  # whole: here, before a copy of this process draws, too

    if _WITHIN.get():
        yield
        return
    settings: Any = {
        # Settings that name a program or a window system are not the look of a figure.
        name: value
        for name, value in matplotlib.rcParamsDefault.items()
        if not name.startswith(("backend", "webagg"))
    }
    fonts_log = logging.getLogger("matplotlib.font_manager")
    level = fonts_log.level
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=matplotlib.MatplotlibDeprecationWarning)
        # A class named in a script that the font lacks is drawn as boxes: no reason to disturb a training.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        # A character that the first font lacks is taken from the second.
        fonts = {"font.family": [*_SETTINGS["font.family"], *filter(None, [chinese_font()])]}
        fonts_log.setLevel(logging.ERROR)  # a Chinese font without a bold face is no reason, either
        within = _WITHIN.set(True)
        try:
            with matplotlib.rc_context(settings | _SETTINGS | fonts):
                yield
        finally:
            _WITHIN.reset(within)
            fonts_log.setLevel(level)


def class_colour(label: int) -> str:
    """Of a class, the same wherever its images are told apart."""
    return CLASSES[label % len(CLASSES)]


def plain(text: str, longest: int = 60) -> str:
    """Text from outside (a class, a file name) made safe to draw, literally.

    Dollar signs do not start a formula, line breaks and control characters become ``\\ufffd`` marks, and
    the middle of a text of more than ``longest`` characters is left out.
    """
    text = "".join(c if c.isprintable() else "\ufffd" for c in text)
    if len(text) > longest:
        tail = (longest - 1) // 2
        text = text[: longest - 1 - tail] + "\u2026" + text[len(text) - tail :]
    return text.replace("$", r"\$")


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines of text that fit ``width`` pixels at a font size in points."""
    average = 0.53 * size * DPI / 72  # the mean advance of DejaVu Sans, in pixels
    columns = max(20, int(width / average))
    if not any(unicodedata.east_asian_width(c) in "WF" for c in text):
        return textwrap.wrap(text, columns)
    return _wrapped_wide(text, columns)


def _wrapped_wide(text: str, columns: int) -> list[str]:
    """Lines of Chinese text, which may break between any two characters, but not before a closing mark."""
    pieces = re.findall(r"[^\W\u2e80-\uffff]+\S?|.", text)
    lines, used = [""], 0.0
    for piece in pieces:
        length = sum(1.95 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in piece)
        if used + length > columns and piece not in "\uff0c\u3002\uff1b\uff1a\uff09\u3001\u201d\uff1f":
            lines.append("")
            used = 0.0
        lines[-1] += piece
        used += length
    return [line.strip() for line in lines]


def save(drawn: Drawn, path: Path) -> None:
    """Write a figure as a PNG, whole or not at all; the same figure gives the same bytes on any day.

    Raises:
        MousaicError: the file cannot be written.
    """
    with whole_file(path) as partial:
        partial.write_bytes(png_bytes(drawn.figure))


def png_bytes(figure: Figure) -> bytes:
    """The figure as a PNG without date, program or other data that change from run to run."""
    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format="rgba", dpi=DPI, facecolor=PAPER)
    return png_of(np.frombuffer(buffer.getbuffer(), np.uint8).reshape(-1, dots(figure)[0], 4)[..., :3], DPI)


def dots(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels, as matplotlib rounds them: inches times dots may fall just short of whole numbers."""
    before, figure.dpi = figure.dpi, DPI
    try:
        width, height = figure.canvas.get_width_height(physical=True)
        return width, height
    finally:
        figure.dpi = before
