"""The features that tell the classes apart most clearly, with where in the image they do so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.classes.class_differences import LEVEL, ClassDifferences
from mousaic.analysis.evidence import Evidence, activations
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.response import responses
from mousaic.arrays import Floats, Labels
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import Tiles, main_part
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import FAINT, INK, SIZE, VALIDATION, class_colour, house_style, plain
from mousaic.report.figures.tiles import TEXT_LINE, Sentence, Sheet
from mousaic.report.findings.feature_findings import class_headline
from mousaic.report.findings.member_names import of_member
from mousaic.said import told
from mousaic.words.put import put, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COUNT, IMAGES, MOST_CLASSES = 8, 3, 6
TOLD = 4
"""Features of which the alternative text gives the numbers."""
_GAP, _TEXT, _PLOT, _ROW = 8, 280, 240, 22


class ClassFeature(NamedTuple):
    """One row of the figure."""

    member: int
    feature: int
    values: Floats
    """(N,): its response or activation, whichever is clearer."""
    where: Floats
    """(C, S, S): the feature's structure times the difference of the mean images, best class less the others. Its
    pixels add up to the difference of the mean responses: where they are large, there the classes differ."""
    inside: list[int]
    """Images of the best class, the highest values first."""
    outside: list[int]
    """Images of the other classes, the highest values first."""


def class_rows(analysis: FeatureAnalysis, count: int = COUNT) -> list[ClassFeature]:
    """The clearest differences among the features tested, whether they passed or not."""
    d, evidence, tiles = analysis.differences, analysis.evidence, Tiles(analysis.evidence)
    assert d is not None
    labels, shape = evidence.images.labels, evidence.images.shape
    rows = []
    for m, h in d.ranked()[: min(count, int(d.tested.sum()))].tolist():
        values = _values(evidence, m, h, bool(d.by_response[m, h]))
        mine = labels == d.best_class[m, h]
        others = (labels >= 0) & ~mine
        gap = (evidence.mean_image(mine) - evidence.mean_image(others)).reshape(shape)
        order = np.argsort(-values, kind="stable")
        inside, outside = ([int(i) for i in order if chosen[i]][:IMAGES] for chosen in (mine, others))
        rows.append(ClassFeature(m, h, values, tiles.structure_of(m, h) * gap, inside, outside))
    return rows


def _values(evidence: Evidence, member: int, feature: int, by_response: bool) -> Floats:
    column = np.array([feature])
    if by_response:
        return responses(evidence, member, column)[:, 0]
    return activations(evidence.codes, member, column)[:, 0]


def class_features(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """One feature a row: its picture, where it differs, its value in every image, and the images it is strongest in."""
    d, evidence = analysis.differences, analysis.evidence
    assert d is not None
    rows, tiles, names = class_rows(analysis), Tiles(evidence), evidence.images.class_names
    step = tiles.side + _GAP
    starts = np.cumsum([24 + _TEXT, step, step + 10, _PLOT + 24, IMAGES * step + 14]).tolist()
    width = starts[-1] + IMAGES * step - _GAP - 24
    # A page says it in its text.
    sentence = Sentence(put(class_headline(d, names), lang) if framed else "", width)
    above = sentence.height + 2 * TEXT_LINE
    height = above + len(rows) * (step + _ROW)
    heading, caption = say("class_heading", lang), say("class_caption", lang)
    sheet = Sheet(width, height, heading, caption, framed)
    sentence.write(sheet)
    keys = ("structure", "where", "values", "strongest_inside", "strongest_outside")
    for key, x in zip(keys, starts, strict=True):
        sheet.write(x, sheet.top + above - 8, say(key, lang), SIZE["small"], color=FAINT)
    tops = [sheet.top + above + i * (step + _ROW) for i in range(len(rows))]
    for y, row in zip(tops, rows, strict=True):
        _describe(sheet, y, d, row, names, lang)
        sheet.paste(tiles.structure(row.member, row.feature), starts[0], y)
        sheet.paste(tiles.signed(row.where), starts[1], y)
        mask = main_part(np.maximum(row.where, 0))
        for start, images in ((starts[3], row.inside), (starts[4], row.outside)):
            for place, image in enumerate(images):
                sheet.paste(tiles.image(image, mask), start + place * step, y)
    figure = sheet.figure()
    with house_style():
        for y, row in zip(tops, rows, strict=True):
            best = int(d.best_class[row.member, row.feature])
            _strip(figure.axes[0], (starts[2], y, _PLOT, tiles.side), row.values, evidence.images.labels, names, best)
    return Drawn(figure, heading, caption, _alt(d, rows, names, lang))


FIGURE = FeatureFigure(class_features, "classes", wide=True)


def _alt(d: ClassDifferences, rows: Sequence[ClassFeature], names: Sequence[str], lang: str) -> str:
    listed = []
    for row in rows[:TOLD]:
        at = row.member, row.feature
        direction = told("more" if d.effect[at] >= 0 else "less")
        listed.append(
            told("alt_class_feature", of_member=of_member(row.member, len(d.effect)), feature=row.feature,
                 effect=abs(float(d.effect[at])), direction=direction, name=names[d.best_class[at]],
                 p=float(d.p_family[at]))
        )  # fmt: skip
    return say("alt_class_features", lang, count=len(rows), listed=listed)


def _describe(sheet: Sheet, y: int, d: ClassDifferences, row: ClassFeature, names: Sequence[str], lang: str) -> None:
    """The numbers of a row, left of it."""
    at = row.member, row.feature
    passed = bool(d.p_family[at] <= LEVEL)
    verdict = say("passes" if passed else "does_not_pass", lang, p=float(d.p_family[at]))
    direction = told("more" if d.effect[at] >= 0 else "less")
    name = plain(names[d.best_class[at]], 22)
    lines = (
        (say("feature_of", lang, feature=row.feature, of_member=of_member(row.member, len(d.effect))), INK, "bold"),
        (say("effect_in", lang, effect=abs(float(d.effect[at])), direction=direction), INK, "normal"),
        (say("in_class", lang, name=name), INK, "normal"),
        (verdict, VALIDATION if passed else FAINT, "normal"),
        (say("rate_interval", lang, gap=100 * float(d.rate_difference[at]), low=100 * float(d.low[at]),
             high=100 * float(d.high[at])), FAINT, "normal"),
    )  # fmt: skip
    for i, (text, colour, weight) in enumerate(lines):
        sheet.write(sheet.margin, y + 18 + i * (TEXT_LINE + 3), text, SIZE["small"], color=colour, weight=weight)


def _strip(
    axes: Axes, box: tuple[int, int, int, int], values: Floats, labels: Labels,
    names: Sequence[str], best: int,
) -> None:  # fmt: skip
    """Every image as a dot, a line for each class, drawn in the sheet's own pixels within the box."""
    left, top, width, height = box
    classes = sorted({int(label) for label in labels if label >= 0}, key=lambda label: (label != best, label))
    if len(classes) > MOST_CLASSES:
        classes = classes[:MOST_CLASSES]
    low, high = float(values.min()), float(values.max())
    scale = (width - 12) / max(high - low, 1e-12)
    zero = left + 6 + (0 - low) * scale
    if left <= zero <= left + width:
        axes.plot([zero, zero], [top, top + height], color="#cccccc", linewidth=0.6)
    for number_of, label in enumerate(classes):
        mine = values[labels == label]
        middle = top + (number_of + 0.68) * height / len(classes)
        # Dots of one line are spread by their order, the same on every machine.
        spread = (np.arange(len(mine)) * 0.618034 % 1 - 0.5) * 0.30 * height / len(classes)
        colour = class_colour(label)
        axes.plot(left + 6 + (mine - low) * scale, middle + spread, "o", color=colour, markersize=2.6, alpha=0.75,
                  markeredgewidth=0)  # fmt: skip
        mean = left + 6 + (float(mine.mean()) - low) * scale
        reach = 0.25 * height / len(classes)
        axes.plot([mean, mean], [middle - reach, middle + reach], color=INK, linewidth=1.0)
        axes.text(left, middle - 0.42 * height / len(classes), plain(names[label], 24), size=SIZE["tiny"], color=colour,
                  va="center")  # fmt: skip
