"""Reconstructions class by class, and the images that are reconstructed best and worst."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.style import FAINT, INK, SIZE, TRAINING, VALIDATION, alone, house_style, plain, wrapped
from mousaic.report.figures.tiles import TEXT_LINE, Sheet, enlarged, photograph, shrunk
from mousaic.report.findings.feature_findings import by_class_headline
from mousaic.words.put import put, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ENDS = 3
MOST_ROWS = 24
_GAP, _LINE, _NAMES, _PLOT = 8, 44, 250, 520


class Dots(NamedTuple):
    """One line of the plot: a class in a part of the split."""

    class_name: str
    part: str
    r: NDArray[np.float64]
    """Of each of its images."""
    mean: float
    low: float
    high: float


def dots(analysis: FeatureAnalysis) -> list[Dots]:
    """The lines of :func:`reconstruction_by_class`, at most :data:`MOST_ROWS`."""
    images, found = analysis.evidence.images, analysis.by_class
    names = np.array([images.class_names[label] if label >= 0 else "" for label in images.labels], dtype=object)
    parts = np.array(analysis.evidence.parts)
    return [
        Dots(row.class_name, row.part, found.pearson[(names == row.class_name) & (parts == row.part)], *row.pearson)
        for row in found.rows[:MOST_ROWS]
    ]


def extremes(analysis: FeatureAnalysis) -> tuple[list[int], list[int]]:
    """The images with the lowest r, worst first, and those with the highest, best first; no image is in both."""
    order = analysis.by_class.order.tolist()
    count = min(ENDS, len(order) // 2) or len(order)
    return order[:count], order[::-1][: min(count, len(order) - count)]


def reconstruction_by_class(analysis: FeatureAnalysis, lang: str = "en") -> Figure:
    """Above: r of every image, class by class; below: the extremes, each beside its reconstruction."""
    lines, tiles = dots(analysis), Tiles(analysis.evidence)
    pair = 2 * tiles.side + 2
    width = max(ENDS * (pair + 2 * _GAP), _NAMES + _PLOT)
    sentence = wrapped(put(by_class_headline(analysis.by_class), lang), width, SIZE["label"]) if alone() else []
    above = len(sentence) * round(1.3 * TEXT_LINE) + 14
    plot = len(lines) * _LINE + 60
    block = tiles.side + 3 * TEXT_LINE + 28
    sheet = Sheet(width, above + plot + 2 * block, say("by_class_heading", lang), say("by_class_caption", lang))
    for i, line in enumerate(sentence):
        sheet.write(sheet.margin, sheet.top + i * round(1.3 * TEXT_LINE), plain(line, 1000), SIZE["label"], va="top")
    for number_of, (key, images) in enumerate(zip(("worst", "best"), extremes(analysis), strict=True)):
        y = sheet.top + above + plot + number_of * block
        sheet.write(sheet.margin, y + TEXT_LINE - 4, say(key, lang), SIZE["label"], weight="bold")
        _pairs(sheet, y + TEXT_LINE + 6, images, analysis, tiles, lang)
    figure = sheet.figure()
    with house_style():
        _plot(figure.axes[0], lines, sheet.margin + _NAMES, sheet.top + above, width - _NAMES, lang)
    return figure


def even_ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers between two limits."""
    span = max(high - low, 1e-9)
    power = 10.0 ** np.floor(np.log10(span))
    step = next(power * factor for factor in (0.2, 0.5, 1.0, 2.0) if span / (power * factor) <= 6.5)
    ticks = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
    return [round(float(tick), 12) for tick in ticks]


def _pairs(sheet: Sheet, y: int, images: list[int], analysis: FeatureAnalysis, tiles: Tiles, lang: str) -> None:
    """Original and reconstruction of each image, with its name."""
    evidence = analysis.evidence
    for place, i in enumerate(images):
        x = sheet.margin + place * (2 * tiles.side + 2 + 2 * _GAP)
        made = evidence.reconstruction[i].mean(0).reshape(1, *evidence.images.shape)
        sheet.paste(tiles.image(i), x, y)
        sheet.paste(enlarged(photograph(shrunk(made)), tiles.factor)[0], x + tiles.side + 2, y)
        part = say(f"part_{evidence.parts[i]}", lang)
        text = f"r = {analysis.by_class.pearson[i]:.3f}, {part}"
        sheet.write(x, y + tiles.side + TEXT_LINE - 2, text, SIZE["small"])
        name = plain(evidence.images.paths[i], tiles.side // 5)
        sheet.write(x, y + tiles.side + 2 * TEXT_LINE - 2, name, SIZE["small"], color=FAINT)


def _plot(axes: Axes, lines: list[Dots], left: int, top: int, width: int, lang: str) -> None:
    """A line of dots for each class and part, in the sheet's own pixels."""
    low = min((float(line.r.min()) for line in lines), default=0.0)
    low, high = max(-1.0, low - 0.05 * (1 - low)), 1.0

    def place(*r: float) -> NDArray[np.float64]:
        return left + (np.array(r) - low) / max(high - low, 1e-9) * width

    bottom = top + len(lines) * _LINE
    for tick in even_ticks(low, high):
        x = float(place(tick)[0])
        axes.plot([x, x], [top, bottom], color="#e6e6e6", linewidth=0.6)
        axes.text(x, bottom + 6, f"{tick:g}", ha="center", va="top", size=SIZE["small"], color=FAINT)
    axes.text(left + width / 2, bottom + 26, say("axis_pearson", lang), ha="center", va="top", size=SIZE["small"])
    for number_of, line in enumerate(lines):
        y = top + (number_of + 0.5) * _LINE
        colour = VALIDATION if line.part == "validation" else TRAINING
        name = plain(line.class_name, 18) or say("no_class", lang)
        part = say(f"part_{line.part}", lang)
        axes.text(left - 12, y, f"{name}, {part}", ha="right", va="center", size=SIZE["small"])
        spread = (np.arange(len(line.r)) * 0.618034 % 1 - 0.5) * 0.45 * _LINE
        axes.plot(place(*line.r), y + spread, "o", color=colour, markersize=3, alpha=0.55, markeredgewidth=0)
        axes.plot(place(line.low, line.high), [y, y], color=INK, linewidth=1.4)
        axes.plot(place(line.mean), [y], "|", color=INK, markersize=11, markeredgewidth=1.4)
