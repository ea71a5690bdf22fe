"""The most important features of a member, each with images in which it fires."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import activations
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.importance import random_images
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import Tiles, main_part
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import FAINT, SIZE
from mousaic.report.figures.tiles import TEXT_LINE, Sheet
from mousaic.report.findings.member_names import of_member
from mousaic.said import Said, told
from mousaic.words.put import say

COUNT, TOP, RANDOM = 10, 5, 3
TOLD = 5
"""Features of which the alternative text gives the numbers."""
_GAP, _TEXT = 8, 190


class Example(NamedTuple):
    """One row of the sheet."""

    feature: int
    firing_rate: float
    share: float
    kind: str | None
    """None of vectors."""
    top: list[tuple[int, float]]
    """(image, activation), the strongest first."""
    random: list[tuple[int, float]]
    """Others in which it fires, at random."""


def examples(analysis: FeatureAnalysis, member: int = 0, count: int = COUNT) -> list[Example]:
    """The most important features that fire, with images; what a random choice shows is never among the top."""
    use, evidence = analysis.use, analysis.evidence
    chosen = [int(h) for h in use.ranked(member)[:count] if not use.dead[member, h]]
    values = activations(evidence.codes, member, np.array(chosen, dtype=np.int64))
    drawn = random_images(evidence, TOP + RANDOM)[member]
    rows = []
    for column, h in enumerate(chosen):
        top = [int(i) for i in use.top_images[member, h, :TOP] if i >= 0]
        others = [int(i) for i in drawn[h] if i >= 0 and i not in top][:RANDOM]
        pairs = ([(i, float(values[i, column])) for i in images] for images in (top, others))
        rate, share = float(use.firing_rate[member, h]), float(use.share[member, h])
        kind = None if analysis.shape is None else str(analysis.shape.kind[member, h])
        rows.append(Example(h, rate, share, kind, *pairs))
    return rows


def feature_examples(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True, member: int = 0) -> Drawn:
    """The sheet of :func:`examples`."""
    rows, tiles = examples(analysis, member), Tiles(analysis.evidence)
    step = tiles.side + _GAP
    own = 2 if tiles.of_rows else 0  # a feature of vectors has no picture
    width = _TEXT + (own + TOP + RANDOM) * step + 3 * _GAP
    height = TEXT_LINE + len(rows) * (step + TEXT_LINE)
    whose = of_member(member, analysis.evidence.members)
    heading = say("examples_heading", lang, of_member=whose)
    caption = say("examples_caption" if own else "examples_caption_rows", lang, count=len(rows))
    sheet = Sheet(width, height, heading, caption, framed)
    left = sheet.margin + _TEXT
    starts = [left, left + step, left + own * step + 2 * _GAP, left + (own + TOP) * step + 3 * _GAP]
    columns = list(zip(("picture", "structure", "top_images", "random_images"), starts, strict=True))
    for key, x in columns if own else columns[2:]:
        sheet.write(x, sheet.top + TEXT_LINE - 8, say(key, lang), SIZE["small"], color=FAINT)
    for number, row in enumerate(rows):
        y = sheet.top + TEXT_LINE + number * (step + TEXT_LINE)
        _describe(sheet, y, row, lang)
        mask = None
        if own:
            sheet.paste(tiles.picture(member, row.feature), starts[0], y)
            sheet.paste(tiles.structure(member, row.feature), starts[1], y)
            mask = None if row.kind == "global" else main_part(tiles.structure_of(member, row.feature))
        for start, images in ((starts[2], row.top), (starts[3], row.random)):
            for place, (image, value) in enumerate(images):
                sheet.paste(tiles.image(image, mask), start + place * step, y)
                text = f"{value:.2f}"
                sheet.write(start + place * step, y + tiles.side + TEXT_LINE - 2, text, SIZE["tiny"], color=FAINT)
    return Drawn(sheet.figure(), heading, caption, _alt(rows, whose, lang))


FIGURE = FeatureFigure(feature_examples, "features", wide=True)


def _alt(rows: list[Example], whose: Said | None, lang: str) -> str:
    listed = [
        told("alt_example", feature=row.feature, kind=told(f"kind_{row.kind}"), rate=row.firing_rate, share=row.share)
        if row.kind
        else told("alt_example_row", feature=row.feature, rate=row.firing_rate, share=row.share)
        for row in rows[:TOLD]
    ]
    return say("alt_examples", lang, count=len(rows), of_member=whose, top=TOP, random=RANDOM, listed=listed)


def _describe(sheet: Sheet, y: int, row: Example, lang: str) -> None:
    lines = (
        f"f{row.feature}",
        *((say("kind_is", lang, kind=told(f"kind_{row.kind}")),) if row.kind else ()),
        say("fires_in", lang, share=row.firing_rate),
        say("carries", lang, share=row.share),
    )
    for i, text in enumerate(lines):
        size, weight = (SIZE["label"], "bold") if i == 0 else (SIZE["small"], "normal")
        sheet.write(sheet.margin, y + 24 + i * (TEXT_LINE + 5), text, size, weight=weight)
