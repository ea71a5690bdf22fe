"""Plots side by side with a heading above and a caption below: the frame of several figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mousaic.report.figures.style import DPI, FAINT, SIZE, house_style, plain, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 10.0
PLOT = 2.5
"""Height of the plots, in inches."""


def panels(
    heading: str, caption: str, titles: Sequence[str], plot: float = PLOT, left: float = 0.055, framed: bool = True
) -> tuple[Figure, list[Axes]]:
    """A figure with an empty plot for each title in a row.

    Args:
        heading, caption: drawn if ``framed``.
        plot: height of the plots in inches.
        left: share of the width at the left of each for its ticks.
    """
    from matplotlib.figure import Figure

    if not framed:
        heading = caption = ""
    above = wrapped(plain(heading, 4000), WIDTH * 0.84 * DPI, SIZE["heading"])
    below = wrapped(plain(caption, 4000), WIDTH * 0.96 * DPI, SIZE["small"])
    top, bottom = 0.45 + 0.19 * len(above), 0.62 + 0.14 * len(below)
    height = top + plot + bottom
    with house_style():  # the caller draws in it, too
        figure = Figure(figsize=(WIDTH, height))
        figure.text(0.02, 1 - 0.1 / height, "\n".join(above), size=SIZE["heading"], weight="bold", va="top")
        text = "\n".join(below)
        figure.text(0.02, (bottom - 0.5) / height, text, size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
        count, step = len(titles), 0.96 / len(titles)
        axes = [
            figure.add_axes((left + i * step, bottom / height, step - left - 0.01, plot / height)) for i in range(count)
        ]
        for each, title in zip(axes, titles, strict=True):
            each.set_title(plain(title, 200))
    return figure, axes
