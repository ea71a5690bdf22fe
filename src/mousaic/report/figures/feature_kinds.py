"""Examples of every kind of feature, with the rule that makes the kinds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.feature_shape import KINDS, RULE, FeatureShape
from mousaic.analysis.features.importance import FeatureUse
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import FAINT, SIZE
from mousaic.report.figures.tiles import TEXT_LINE, Sheet
from mousaic.report.findings.member_names import letters, short_name
from mousaic.said import told
from mousaic.words.put import say

ACROSS = 10
_GAP = 8


class Kind(NamedTuple):
    """One kind among the features that fire."""

    name: str
    features: int
    share: float
    examples: list[tuple[int, int]]
    """(member, feature), the most important first, of all members."""


def kinds(shape: FeatureShape, use: FeatureUse, most: int = ACROSS) -> list[Kind]:
    """How many features of each kind fire, and the most important of them."""
    alive = ~use.dead
    found = []
    for name in KINDS:
        member, feature = np.nonzero(alive & (shape.kind == name))
        order = np.argsort(-use.importance[member, feature], kind="stable")[:most]
        places = list(zip(member[order].tolist(), feature[order].tolist(), strict=True))
        found.append(Kind(name, len(member), len(member) / max(int(alive.sum()), 1), places))
    return found


def feature_kinds(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """A row of pictures, and below it what stands above their noise, for every kind that there is."""
    assert analysis.shape is not None
    tiles, found = Tiles(analysis.evidence), kinds(analysis.shape, analysis.use)
    step = tiles.side + _GAP
    block = 2 * step + 2 * TEXT_LINE + 14
    heading = say("kinds_heading", lang)
    rule = say("kinds_caption", lang, letters=letters(analysis.evidence.members), **RULE)
    drawn = [kind for kind in found if kind.examples]
    sheet = Sheet(ACROSS * step - _GAP, block * len(drawn), heading, rule, framed)
    y = sheet.top
    for kind in drawn:
        text = say("kind_count", lang, count=kind.features, share=kind.share)
        sheet.write(sheet.margin, y + TEXT_LINE, say(f"kind_{kind.name}", lang), SIZE["label"], weight="bold")
        sheet.write(sheet.margin + 1.6 * step, y + TEXT_LINE, text, SIZE["small"], color=FAINT)
        for place, (member, feature) in enumerate(kind.examples):
            x, top = sheet.margin + place * step, y + 2 * TEXT_LINE + 8
            sheet.write(x, top - 4, short_name(member, feature, analysis.evidence.members), SIZE["tiny"], color=FAINT)
            sheet.paste(tiles.picture(member, feature), x, top)
            sheet.paste(tiles.structure(member, feature), x, top + tiles.side + 2)
        y += block
    counted = [told("alt_kind", kind=told(f"kind_{k.name}"), count=k.features, share=k.share) for k in found]
    return Drawn(sheet.figure(), heading, rule, say("alt_kinds", lang, across=ACROSS, listed=counted))


FIGURE = FeatureFigure(feature_kinds, "features", wide=True)
