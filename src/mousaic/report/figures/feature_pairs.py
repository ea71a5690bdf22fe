"""Features that fire together, and features that avoid each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.coactivation import Coactivation, Pair
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.style import FAINT, SIZE, alone
from mousaic.report.figures.tiles import TEXT_LINE, Sheet
from mousaic.words.put import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ACROSS = 5
_GAP = 16


def pairs_sentence(found: Coactivation, lang: str = "en") -> str:
    """How many pairs fire together more, or less, often than chance."""
    if not found.pairs:
        return say("pairs_none_tested", lang)
    if not found.more and not found.less:
        return say("pairs_none", lang, pairs=f"{found.pairs:,}")
    return say("pairs_some", lang, pairs=f"{found.pairs:,}", more=f"{found.more:,}", less=f"{found.less:,}")


def feature_pairs(analysis: FeatureAnalysis, lang: str = "en") -> Figure:
    """The clearest pairs of both sorts, two pictures each."""
    found, tiles = analysis.coactivation, Tiles(analysis.evidence)
    step = 2 * tiles.side + 2 + _GAP
    block = tiles.side + 3 * TEXT_LINE + 22
    shown = [(key, pairs[:ACROSS]) for key, pairs in (("together", found.together), ("apart", found.apart)) if pairs]
    said = pairs_sentence(found, lang) if alone() else ""
    above = TEXT_LINE + 16 if said else 0
    height = max(above + len(shown) * block, 1)
    sheet = Sheet(ACROSS * step - _GAP, height, say("pairs_heading", lang), say("pairs_caption", lang))
    sheet.write(sheet.margin, sheet.top, said, SIZE["label"], va="top")
    for number_of, (key, pairs) in enumerate(shown):
        y = sheet.top + above + number_of * block
        sheet.write(sheet.margin, y + TEXT_LINE - 4, say(key, lang), SIZE["label"], weight="bold")
        for place, pair in enumerate(pairs):
            _pair(sheet, sheet.margin + place * step, y + TEXT_LINE + 6, pair, found.groups, tiles, lang)
    return sheet.figure()


def _pair(sheet: Sheet, x: int, y: int, pair: Pair, groups: int, tiles: Tiles, lang: str) -> None:
    sheet.paste(tiles.structure(pair.member, pair.first), x, y)
    sheet.paste(tiles.structure(pair.member, pair.second), x + tiles.side + 2, y)
    lines = (
        f"m{pair.member}  f{pair.first} + f{pair.second}",
        say("pair_counts", lang, both=pair.together, groups=groups, expected=f"{pair.expected:.1f}"),
    )
    for i, text in enumerate(lines):
        sheet.write(x, y + tiles.side + (i + 1) * TEXT_LINE - 2, text, SIZE["tiny"], color=FAINT)
