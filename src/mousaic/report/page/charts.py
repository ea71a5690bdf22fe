"""Charts as SVG inside the page: crisp on paper, readable by screen readers, in the page's own colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.report.figures.ticks import even_ticks, log_ticks
from mousaic.report.page.elements import Html, join, tag

WIDTH, HEIGHT = 340, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 12, 40


class Line(NamedTuple):
    """One curve; ``kind`` is a class of the style sheet: c0, c1 or c2, and "dashed" if it is."""

    label: str
    kind: str
    values: Floats
    """One number an epoch; NaN where there is none."""


class Level(NamedTuple):
    """A horizontal line to compare with."""

    label: str
    kind: str
    value: float


def line_chart(
    x_label: str, x: Floats, title: str, lines: Sequence[Line], levels: Sequence[Level] = (),
    logarithmic: bool = False, least_top: float = 0.0, unit: str = "", until: float | None = None,
) -> Html:  # fmt: skip
    """Curves over epochs with a key below; empty where there is no number to draw.

    Args:
        x: (N,) epochs, rising.
        least_top: the axis reaches at least so far, and down to 0 or below if this is above it.
        unit: follows the numbers at the axis.
        until: the last epoch that there will be, where more are to come.
    """
    values = np.concatenate([line.values[np.isfinite(line.values)] for line in lines] or [np.zeros(0)])
    if not len(values):
        return Html("")
    ticks, low, high = _axis(values, [level.value for level in levels], logarithmic, least_top)
    scale = np.log if logarithmic else (lambda v: v)
    last = max(float(x[-1]), until or 0.0)

    def across(epoch: float) -> float:
        middle = 0.5 if x[0] == last else (epoch - float(x[0])) / (last - float(x[0]))
        return LEFT + (WIDTH - LEFT - RIGHT) * middle

    def down(value: float) -> float:
        share = (scale(value) - scale(low)) / (scale(high) - scale(low))
        return float(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share)

    drawn = [_grid(down(tick), f"{tick:g}{unit}") for tick in ticks]
    drawn += [_epoch(across(epoch), epoch) for epoch in _epochs(float(x[0]), last)]
    drawn.append(tag("text", x_label, x=WIDTH - RIGHT, y=HEIGHT - 5, text_anchor="end", class_="axis"))
    drawn += [_level(down(level.value), level.kind) for level in levels]
    for line in lines:
        points = [(across(e), down(v)) for e, v in zip(x, line.values, strict=True) if np.isfinite(v)]
        drawn.append(_polyline(points, line.kind))
        if len(points) <= 10:
            drawn += [tag("circle", cx=f"{a:.1f}", cy=f"{b:.1f}", r=3, class_=f"dot {line.kind}") for a, b in points]
    told = " \u00b7 ".join([title, *(f"{line.label}: {_last(line.values):.3g}{unit}" for line in lines)])
    picture = tag("svg", *drawn, viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=told, class_="drawn")
    keys = [_key(line.label, f"line {line.kind}") for line in lines if len(lines) > 1 or levels]
    keys += [_key(f"{level.label}: {level.value:.3f}", f"level {level.kind}") for level in levels]
    return tag("figure", tag("h3", title), picture, tag("figcaption", *keys, class_="chart-keys"), class_="chart")


class Mark(NamedTuple):
    """A point of a row; with ``low`` and ``high``, and a line between them."""

    kind: str
    value: float
    low: float = float("nan")
    high: float = float("nan")


def dot_scale(marks: Sequence[Sequence[Mark]]) -> tuple[float, float]:
    """The range that all rows of dots share."""
    values = [v for row in marks for mark in row for v in (mark.value, mark.low, mark.high) if np.isfinite(v)]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    gap = 0.04 * max(high - low, 1e-6)
    return low - gap, high + gap


def dot_row(marks: Sequence[Mark], limits: tuple[float, float], what: str) -> Html:
    """One row of dots, for a cell of a table."""
    width, height = 220, 20
    low, high = limits

    def across(value: float) -> str:
        return f"{6 + (width - 12) * (value - low) / max(high - low, 1e-12):.1f}"

    drawn = [tag("line", x1=0, x2=width, y1=height / 2, y2=height / 2, class_="grid")]
    for mark in marks:
        if np.isfinite(mark.low) and np.isfinite(mark.high):
            x1, x2 = across(mark.low), across(mark.high)
            drawn.append(tag("line", x1=x1, x2=x2, y1=height / 2, y2=height / 2, class_=f"line {mark.kind}"))
        if np.isfinite(mark.value):
            drawn.append(tag("circle", cx=across(mark.value), cy=height / 2, r=4.5, class_=f"dot {mark.kind}"))
    return tag("svg", *drawn, viewBox=f"0 0 {width} {height}", role="img", aria_label=what, class_="drawn dots")


def dot_keys(keys: Sequence[tuple[str, str]]) -> Html:
    """What the dots of each kind mean: (kind, words)."""
    shown = []
    for kind, words in keys:
        dot = tag("circle", cx=8, cy=6, r=4.5, class_=f"dot {kind}")
        sample = tag("svg", dot, viewBox="0 0 16 12", aria_hidden="true", class_="drawn")
        shown.append(tag("span", sample, words, class_="key"))
    return tag("p", *shown, class_="chart-keys")


def share_bar(share: float) -> Html:
    """A bar as long as a share of 1, for a cell of a table beside the number."""
    bar = tag("rect", x=0, y=3, width=f"{220 * share:.1f}", height=10, class_="length")
    return tag("svg", bar, viewBox="0 0 220 16", class_="drawn dots", aria_hidden="true")


def _axis(values: Floats, levels: list[float], logarithmic: bool, least_top: float) -> tuple[list[float], float, float]:
    """Ticks, and where the axis begins and ends."""
    low, high = min(float(values.min()), *levels, np.inf), max(float(values.max()), *levels, -np.inf)
    if logarithmic:
        ticks = log_ticks(low, high)
        return ticks, ticks[0], ticks[-1]
    if least_top:
        low, high = min(low, 0.0), max(high, least_top)
    gap = 0.06 * max(high - low, 1e-6)
    low, high = (low if least_top else low - gap), high + gap
    return [tick + 0.0 for tick in even_ticks(low, high)], low, high  # + 0.0: there is no minus zero on an axis


def _grid(y: float, text: str) -> Html:
    return join(
        tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", class_="grid"),
        tag("text", text, x=LEFT - 6, y=f"{y + 4:.1f}", text_anchor="end"),
    )


def _level(y: float, kind: str) -> Html:
    return tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", class_=f"level {kind}")


def _polyline(points: Sequence[tuple[float, float]], kind: str) -> Html:
    return tag("polyline", points=" ".join(f"{a:.1f},{b:.1f}" for a, b in points), class_=f"line {kind}")


def _last(values: Floats) -> float:
    """The last number that there is."""
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else float("nan")


def _epochs(first: float, last: float) -> list[float]:
    if first == last:
        return [first]
    return [tick for tick in even_ticks(first, last) if tick.is_integer()]


def _epoch(x: float, epoch: float) -> Html:
    return tag("text", f"{epoch:g}", x=f"{x:.1f}", y=HEIGHT - BOTTOM + 17, text_anchor="middle")


def _key(text: str, kind: str) -> Html:
    line = tag("line", x1=0, x2=26, y1=5, y2=5, class_=kind)
    sample = tag("svg", line, viewBox="0 0 26 10", aria_hidden="true", class_="drawn")
    return tag("span", sample, text, class_="key")
