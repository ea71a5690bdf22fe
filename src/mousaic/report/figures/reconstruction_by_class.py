"""Reconstructions class by class, and the images that are reconstructed best and worst."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.classes.class_scores import ByClass
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import FAINT, INK, SIZE, TRAINING, VALIDATION, house_style, plain
from mousaic.report.figures.ticks import even_ticks
from mousaic.report.figures.tiles import TEXT_LINE, Sentence, Sheet, enlarged, photograph, shrunk
from mousaic.report.findings.feature_findings import by_class_headline
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ENDS = 3
MOST_ROWS, MOST_CLASSES = 24, 12
"""Lines of the plot: where there would be more of them, only so many classes have some."""
_GAP, _LINE, _NAMES, _PLOT = 8, 44, 250, 520


class Dots(NamedTuple):
    """One line of the plot: a class in a part of the split."""

    class_name: str
    part: str
    r: Floats
    """Of each of its images."""
    mean: float
    low: float
    high: float


def dots(analysis: FeatureAnalysis) -> list[Dots]:
    """The lines of :func:`reconstruction_by_class`: of all classes or, of many, of the largest."""
    images, found, shown = analysis.evidence.images, analysis.by_class, classes_shown(analysis.by_class)[0]
    names = np.array([images.class_names[label] if label >= 0 else "" for label in images.labels], dtype=object)
    parts = np.array(analysis.evidence.parts)
    return [
        Dots(row.class_name, row.part, found.pearson[(names == row.class_name) & (parts == row.part)], *row.pearson)
        for row in found.rows
        if row.class_name in shown
    ]


def classes_shown(found: ByClass) -> tuple[set[str], Said | None]:
    """The classes that have lines, and a remark where these are not all."""
    sizes: Counter[str] = Counter()
    for row in found.rows:
        sizes[row.class_name] += row.images
    if len(found.rows) <= MOST_ROWS:
        return set(sizes), None
    largest = {name for name, _ in sizes.most_common(MOST_CLASSES)}
    return largest, told("classes_shown", shown=len(largest), of=len(sizes))


def extremes(analysis: FeatureAnalysis) -> tuple[list[int], list[int]]:
    """The images with the lowest r, worst first, and those with the highest, best first; no image is in both."""
    order = analysis.by_class.order.tolist()
    count = min(ENDS, len(order) // 2) or len(order)
    return order[:count], order[::-1][: min(count, len(order) - count)]


def reconstruction_by_class(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """Above: r of every image, class by class; below: the extremes, each beside its reconstruction."""
    lines, tiles = dots(analysis), Tiles(analysis.evidence)
    pair = 2 * tiles.side + 2
    width = max(ENDS * (pair + 2 * _GAP), _NAMES + _PLOT)
    # A page says it in its text.
    sentence = Sentence(put(by_class_headline(analysis.by_class), lang) if framed else "", width)
    above = sentence.height + 14
    plot = len(lines) * _LINE + 60
    block = tiles.side + 3 * TEXT_LINE + 28
    heading = say("by_class_heading", lang)
    caption = put_all([told("by_class_caption"), classes_shown(analysis.by_class)[1]], lang)
    sheet = Sheet(width, above + plot + 2 * block, heading, caption, framed)
    sentence.write(sheet)
    for number_of, (key, images) in enumerate(zip(("worst", "best"), extremes(analysis), strict=True)):
        y = sheet.top + above + plot + number_of * block
        sheet.write(sheet.margin, y + TEXT_LINE - 4, say(key, lang), SIZE["label"], weight="bold")
        _pairs(sheet, y + TEXT_LINE + 6, images, analysis, tiles, lang)
    figure = sheet.figure()
    with house_style():
        _plot(figure.axes[0], lines, sheet.margin + _NAMES, sheet.top + above, width - _NAMES, lang)
    return Drawn(figure, heading, caption, put_all(_alt(analysis, lines), lang))


FIGURE = FeatureFigure(reconstruction_by_class, "reconstruction")


def _alt(analysis: FeatureAnalysis, lines: list[Dots]) -> list[Said]:
    """Every line of the plot, and the first image at either end."""
    r, paths = analysis.by_class.pearson, analysis.evidence.images.paths
    listed = [
        told("alt_class_line", name=line.class_name or told("no_class"), part=told(f"part_{line.part}"),
             images=len(line.r), mean=line.mean, low=line.low, high=line.high)
        for line in lines
    ]  # fmt: skip
    said = [told("alt_by_class", listed=listed)]
    for key, images in zip(("alt_worst", "alt_best"), extremes(analysis), strict=True):
        said += [told(key, path=paths[i], r=float(r[i])) for i in images[:1]]
    return said


def _pairs(sheet: Sheet, y: int, images: list[int], analysis: FeatureAnalysis, tiles: Tiles, lang: str) -> None:
    """Original and reconstruction of each image, with its name."""
    evidence = analysis.evidence
    for place, i in enumerate(images):
        x = sheet.margin + place * (2 * tiles.side + 2 + 2 * _GAP)
        made = evidence.reconstruction[i].mean(0).reshape(1, *evidence.images.shape)
        sheet.paste(tiles.image(i), x, y)
        sheet.paste(enlarged(photograph(shrunk(made)), tiles.factor)[0], x + tiles.side + 2, y)
        part, r = told(f"part_{evidence.parts[i]}"), f"r = {analysis.by_class.pearson[i]:.3f}"
        text = say("one_and_part", lang, one=r, part=part)
        sheet.write(x, y + tiles.side + TEXT_LINE - 2, text, SIZE["small"])
        name = plain(evidence.images.paths[i], tiles.side // 5)
        sheet.write(x, y + tiles.side + 2 * TEXT_LINE - 2, name, SIZE["small"], color=FAINT)


def _plot(axes: Axes, lines: list[Dots], left: int, top: int, width: int, lang: str) -> None:
    """A line of dots for each class and part, in the sheet's own pixels."""
    low = min((float(line.r.min()) for line in lines), default=0.0)
    low, high = max(-1.0, low - 0.05 * (1 - low)), 1.0

    def place(*r: float) -> Floats:
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
        title = say("one_and_part", lang, one=name, part=told(f"part_{line.part}"))
        axes.text(left - 12, y, title, ha="right", va="center", size=SIZE["small"])
        spread = (np.arange(len(line.r)) * 0.618034 % 1 - 0.5) * 0.45 * _LINE
        axes.plot(place(*line.r), y + spread, "o", color=colour, markersize=3, alpha=0.55, markeredgewidth=0)
        axes.plot(place(line.low, line.high), [y, y], color=INK, linewidth=1.4)
        axes.plot(place(line.mean), [y], "|", color=INK, markersize=11, markeredgewidth=1.4)
