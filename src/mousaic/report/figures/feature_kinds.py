"""Examples of every kind of feature, with the rule that makes the kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.feature_shape import (
    EDGE_COHERENCE,
    KINDS,
    LOCAL_AREA,
    LOCAL_SPREAD,
    NOISE_STRUCTURE,
    FeatureShape,
)
from mousaic.analysis.features.importance import FeatureUse
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.style import FAINT, SIZE
from mousaic.report.figures.tiles import TEXT_LINE, Sheet
from mousaic.words.put import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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


def feature_kinds(analysis: FeatureAnalysis, lang: str = "en") -> Figure:
    """A row of pictures, and below it what stands above their noise, for every kind."""
    tiles, found = Tiles(analysis.evidence), kinds(analysis.shape, analysis.use)
    step = tiles.side + _GAP
    block = 2 * step + 2 * TEXT_LINE + 14
    rule = say(
        "kinds_caption", lang, noise=f"{NOISE_STRUCTURE:.0%}", coherence=f"{EDGE_COHERENCE:g}",
        area=f"{LOCAL_AREA:.0%}", spread=f"{LOCAL_SPREAD:g}",
    )  # fmt: skip
    empty = TEXT_LINE + 20
    height = sum(block if kind.examples else empty for kind in found)
    sheet = Sheet(ACROSS * step - _GAP, height, say("kinds_heading", lang), rule)
    y = sheet.top
    for kind in found:
        text = say("kind_count", lang, count=f"{kind.features:,}", share=f"{kind.share:.0%}")
        sheet.write(sheet.margin, y + TEXT_LINE, say(f"kind_{kind.name}", lang), SIZE["label"], weight="bold")
        sheet.write(sheet.margin + 1.6 * step, y + TEXT_LINE, text, SIZE["small"], color=FAINT)
        for place, (member, feature) in enumerate(kind.examples):
            x, top = sheet.margin + place * step, y + 2 * TEXT_LINE + 8
            sheet.write(x, top - 4, f"m{member} f{feature}", SIZE["tiny"], color=FAINT)
            sheet.paste(tiles.picture(member, feature), x, top)
            sheet.paste(tiles.structure(member, feature), x, top + tiles.side + 2)
        y += block if kind.examples else empty
    return sheet.figure()
