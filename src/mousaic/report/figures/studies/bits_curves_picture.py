"""r against bits: what each method makes of images when they may cost so much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mousaic.analysis.compare.bit_budgets import BITS, VERDICT_BITS
from mousaic.analysis.compare.bits_curves import BitsCurve
from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.studies.spread_labels import spread
from mousaic.report.figures.style import (
    DPI,
    FAINT,
    INK,
    SIZE,
    THIRD,
    TRAINING,
    VALIDATION,
    WARNING,
    house_style,
    plain,
    wrapped,
)
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, PLOT, LINE = 10.0, 4.4, 0.19  # inches: of the figure, of the panel at least, of a label
LEFT, RIGHT = 0.065, 0.575  # of the width: where the panel begins and ends
COLOURS = (VALIDATION, TRAINING, THIRD, WARNING, "#E69F00", "#56B4E9", "#882255")
"""Of trained rows, in their order; the last ones share the last. Their starts have the same."""
TICKS = (-0.5, 0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.875, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99,
         0.995, 0.998, 0.999)  # fmt: skip
"""Of the axis of r."""
PCA, OTHER = "#777777", "#b0b0b0"


class Line(NamedTuple):
    """One method as drawn."""

    title: Said
    bits: list[int]
    r: list[float]
    full: int
    """How many points come before the first at which there are no more values."""
    span: tuple[float, float, float] | None
    """r at the bits of the verdict, between the ends of its interval."""
    colour: str
    kind: str
    """``ours``, ``start``, ``pca`` or ``other``."""


def lines(curves: Sequence[BitsCurve]) -> list[Line]:
    """The numbers of :func:`bits_picture`: of each method the row whose codes stand alone, not the averaged ones."""
    shown = [c for c in curves if not c.whose.averaged and any(value is not None for value in c.pearson)]
    trained = sorted(c.whose.method for c in shown if c.whose.ours)
    colours = {method: COLOURS[min(i, len(COLOURS) - 1)] for i, method in enumerate(trained)}
    starts = {c.whose.start: colours[c.whose.method] for c in shown if c.whose.ours and c.whose.start}
    found = []
    for curve in shown:
        method, place = curve.whose.method, BITS.index(VERDICT_BITS)
        kind = "ours" if curve.whose.ours else "start" if method in starts else "pca" if curve.whose.pca else "other"
        colour = (colours | starts).get(method, PCA if kind == "pca" else OTHER)
        points = [(bits, r) for bits, r in zip(BITS, curve.pearson, strict=True) if r is not None]
        full = sum(r is not None and not flat for r, flat in zip(curve.pearson, curve.saturated, strict=True))
        at, low, high = curve.pearson[place], curve.low[place], curve.high[place]
        span = None if at is None or low is None or high is None else (low, at, high)
        found.append(Line(curve.whose.title, [b for b, _ in points], [r for _, r in points], full, span, colour, kind))
    return found


def bits_picture(
    curves: Sequence[BitsCurve], settings: Mapping[str, Any], lang: str = "en", framed: bool = True
) -> Drawn:
    """Held-out r of each method against the bits that an image may cost, its name at the end of its line.

    Args:
        curves: at least one that has a value at some budget.
        settings: of the comparison (images, groups, folds, repeats).
        framed: with heading and caption in the picture.
    """
    from matplotlib.figure import Figure

    numbers = lines(curves)
    heading = say("bits_heading", lang)
    design = told("comparison_design_repeats" if settings["repeats"] > 1 else "comparison_design", **settings)
    caption = put_all([design, told("bits_caption", bits=VERDICT_BITS)], lang)
    with house_style():
        below_lines = wrapped(caption, WIDTH * 0.96 * DPI, SIZE["small"]) if framed else []
        above, below = 0.62 if framed else 0.36, 0.5 + 0.145 * len(below_lines)
        panel = max(PLOT, LINE * len(numbers))
        height = above + panel + below
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((LEFT, below / height, RIGHT - LEFT, panel / height))
        if framed:
            figure.text(0.02, 1 - 0.1 / height, plain(heading, 300), size=SIZE["heading"], weight="bold", va="top")
            text = "\n".join(below_lines)
            y = (below - 0.44) / height
            figure.text(0.02, y, text, size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
        _draw(axes, numbers, lang)
        _names(axes, numbers, panel, lang)
    listed = [told("alt_bits_line", name=line.title, r=line.span[1]) for line in numbers if line.span]
    alt = say("alt_bits", lang, lines=len(numbers), low=BITS[0], high=BITS[-1], bits=VERDICT_BITS, listed=listed)
    return Drawn(figure, heading, caption, alt)


STYLES = {"ours": ("-", 2.4, 4), "start": ("--", 1.5, 3), "pca": ("-", 1.6, 2), "other": ("-", 1.0, 1)}
"""Of each kind: how it is drawn, how wide, and how far in front."""


def _draw(axes: Axes, numbers: Sequence[Line], lang: str) -> None:
    axes.axvline(VERDICT_BITS, color=INK, linewidth=0.8, linestyle=":", zorder=0)
    for line in numbers:
        style, width, front = STYLES[line.kind]
        axes.plot(
            line.bits[: line.full + 1], line.r[: line.full + 1], style, color=line.colour, linewidth=width, zorder=front
        )
        if line.full < len(line.bits):  # no more values: the rest is what it would stay at
            start = max(line.full, 0)
            axes.plot(line.bits[start:], line.r[start:], style, color=line.colour, linewidth=width, alpha=0.35,
                      zorder=front)  # fmt: skip
        if line.span is not None and line.kind in ("ours", "pca"):
            low, at, high = line.span
            axes.vlines(VERDICT_BITS, low, high, color=line.colour, linewidth=1.2, zorder=5)
            axes.plot([VERDICT_BITS], [at], "o", color=line.colour, markersize=3.6, zorder=5)
    axes.set_xscale("log")
    axes.set_xlim(BITS[0] * 0.94, BITS[-1])
    axes.set_xticks(BITS, [f"{bits:,}" for bits in BITS])
    _axis_of_r(axes, numbers)
    axes.minorticks_off()
    axes.set_xlabel(say("axis_bits", lang))
    axes.set_ylabel(say("axis_bits_r", lang))


def stretched(r: Floats) -> Floats:
    """Where r stands on the axis: equal steps divide 1 - r by equal factors, as methods differ most where r is high.

    Examples:
        >>> stretched(np.array([0.0, 0.9, 0.99])).round(2).tolist()
        [0.0, 1.0, 2.0]
    """
    place: Floats = np.log10(1.0 / np.maximum(1.0 - np.asarray(r, np.float64), 1e-4))
    return place


def unstretched(place: Floats) -> Floats:
    """The r of a place on the axis."""
    r: Floats = 1.0 - 10.0 ** -np.asarray(place, np.float64)
    return r


def _axis_of_r(axes: Axes, numbers: Sequence[Line]) -> None:
    axes.set_yscale("function", functions=(stretched, unstretched))
    ends = stretched(np.array([min(min(line.r) for line in numbers), max(max(line.r) for line in numbers)]))
    room = 0.03 * max(float(ends[1] - ends[0]), 0.05)
    low, high = map(float, unstretched(ends + np.array([-room, room])))
    axes.set_ylim(low, high)
    ticks = [tick for tick in TICKS if low <= tick <= high]
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])


def _names(axes: Axes, numbers: Sequence[Line], panel: float, lang: str) -> None:
    """Each line's name at its end, moved up or down where names would meet, and led to by a thin line."""
    low, high = stretched(np.array(axes.get_ylim()))
    ends = ((stretched(np.array([line.r[-1] for line in numbers])) - low) / (high - low)).tolist()
    places = spread(ends, LINE / panel)
    frame = axes.transAxes
    unit = 1 / (RIGHT - LEFT)
    axes.text(1 + 0.084 * unit, 1 + 0.13 / panel, say("bits_column", lang, bits=VERDICT_BITS), transform=frame,
              ha="right", va="bottom", size=SIZE["small"], color=FAINT)  # fmt: skip
    for line, end, place in zip(numbers, ends, places, strict=True):
        style, width, front = STYLES[line.kind]
        axes.plot([1, 1 + 0.03 * unit, 1 + 0.042 * unit], [end, place, place], style, color=line.colour,
                  linewidth=min(width, 1.2), transform=frame, clip_on=False, zorder=front)  # fmt: skip
        colour = FAINT if line.kind == "other" else line.colour
        weight = "bold" if line.kind == "ours" else "normal"
        if line.span is not None:
            axes.text(1 + 0.084 * unit, place, f"{line.span[1]:.3f}", transform=frame, ha="right", va="center_baseline",
                      size=SIZE["label"], color=colour, weight=weight)  # fmt: skip
        axes.text(1 + 0.093 * unit, place, plain(put(line.title, lang), 62), transform=frame, va="center_baseline",
                  size=SIZE["label"], color=colour, weight=weight)  # fmt: skip
