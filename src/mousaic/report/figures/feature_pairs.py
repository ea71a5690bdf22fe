"""Features that fire together, and features that avoid each other."""

from __future__ import annotations

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.coactivation import Coactivation, Pair
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import FAINT, SIZE
from mousaic.report.figures.tiles import TEXT_LINE, Sheet
from mousaic.report.findings.member_names import letters, short_name
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

ACROSS = 5
_GAP = 16


def pairs_sentence(found: Coactivation) -> Said:
    """How many pairs fire together more, or less, often than chance."""
    if not found.pairs:
        return told("pairs_none_tested")
    if not found.more and not found.less:
        return told("pairs_none", pairs=found.pairs)
    return told("pairs_some", pairs=found.pairs, more=found.more, less=found.less)


def feature_pairs(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """The clearest pairs of both sorts, two pictures each."""
    found, tiles = analysis.coactivation, Tiles(analysis.evidence)
    step = 2 * tiles.side + 2 + _GAP
    block = tiles.side + 3 * TEXT_LINE + 22
    shown = [(key, pairs[:ACROSS]) for key, pairs in (("together", found.together), ("apart", found.apart)) if pairs]
    above = TEXT_LINE + 16 if framed else 0
    height = max(above + len(shown) * block, 1)
    heading = say("pairs_heading", lang)
    caption = say("pairs_caption", lang, letters=letters(analysis.evidence.members))
    sheet = Sheet(ACROSS * step - _GAP, height, heading, caption, framed)
    if framed:  # a page says it in its text
        sheet.write(sheet.margin, sheet.top, put(pairs_sentence(found), lang), SIZE["label"], va="top")
    for number_of, (key, pairs) in enumerate(shown):
        y = sheet.top + above + number_of * block
        sheet.write(sheet.margin, y + TEXT_LINE - 4, say(key, lang), SIZE["label"], weight="bold")
        for place, pair in enumerate(pairs):
            name = short_name(pair.member, pair.first, analysis.evidence.members)
            _pair(sheet, (sheet.margin + place * step, y + TEXT_LINE + 6), pair, name, found.groups, tiles, lang)
    return Drawn(sheet.figure(), heading, caption, put_all(_alt(found), lang))


FIGURE = FeatureFigure(feature_pairs, "features", wide=True)


def _alt(found: Coactivation) -> list[Said]:
    """How many pairs there are, and the clearest of each sort."""
    said = [pairs_sentence(found)]
    for key, pairs in (("alt_together", found.together), ("alt_apart", found.apart)):
        if pairs:
            first = pairs[0]
            said.append(
                told(key, member=first.member, first=first.first, second=first.second, both=first.together,
                     groups=found.groups, expected=first.expected)
            )  # fmt: skip
    return said


def _pair(sheet: Sheet, at: tuple[int, int], pair: Pair, name: str, groups: int, tiles: Tiles, lang: str) -> None:
    x, y = at
    sheet.paste(tiles.structure(pair.member, pair.first), x, y)
    sheet.paste(tiles.structure(pair.member, pair.second), x + tiles.side + 2, y)
    lines = (
        f"{name} + f{pair.second}",
        say("pair_counts", lang, both=pair.together, groups=groups, expected=pair.expected),
    )
    for i, text in enumerate(lines):
        sheet.write(x, y + tiles.side + (i + 1) * TEXT_LINE - 2, text, SIZE["tiny"], color=FAINT)
