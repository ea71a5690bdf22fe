"""Sheets of many small pictures: the most used features, and originals with their augmented copies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Reals
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.shown_examples import rank_features
from mousaic.report.figures.style import FAINT, SIZE, WARNING, plain
from mousaic.report.figures.tiles import (
    NARROWEST,
    TEXT_LINE,
    Sheet,
    enlarged,
    enlargement,
    photograph,
    shrunk,
    signed_pictures,
)
from mousaic.report.findings.member_names import of_member
from mousaic.said import told
from mousaic.words.put import put_all, say

TOLD = 5
"""Features of which the alternative text gives the numbers."""


def feature_sheet(
    dictionary: Reals, usage: Reals, count: int = 100, member: int = 0, epoch: int | None = None,
    lang: str = "en", members: int = 1,
) -> Drawn:  # fmt: skip
    """The pictures of the most used features of one member, ten to a row.

    Args:
        dictionary: (H, C, S, S) decoder rows as pictures.
        usage: (H,) share of the training images, 0..1, in which each feature is active.
        count: pictures at most.
        member: which member's these are, from 0.
        epoch: after which epoch this is.
        members: how many there are.
    """
    ranked = rank_features(usage, count)
    pictures = shrunk(np.asarray(dictionary[ranked.indices]))
    n, side = len(pictures), pictures.shape[-1]
    factor = enlargement(side, 104)
    tiles, side = enlarged(signed_pictures(pictures), factor), side * factor
    gap, label = 10, 22
    left = 74  # room for the ranks
    columns, rows = 10, max(1, -(-n // 10))
    whose = of_member(member, members)
    heading = say("most_used" if epoch is None else "most_used_after", lang, of_member=whose, epoch=epoch)
    colours = told("three_colours" if pictures.shape[1] > 1 else "signed_colours")
    counts = {"features": len(usage), "shown": n, "alive": ranked.alive}
    caption = say("most_used_caption", lang, colours=colours, **counts)
    width, height = left + columns * (side + gap) - gap, rows * (side + label + gap)
    sheet = Sheet(width, height, heading, caption)
    for place, (index, percent) in enumerate(zip(ranked.indices, ranked.percent, strict=True)):
        row, column = divmod(place, columns)
        x, y = sheet.margin + left + column * (side + gap), sheet.top + row * (side + label + gap) + label
        if column == 0:
            ranks = f"{place + 1}\u2013{min(place + columns, n)}"
            sheet.write(sheet.margin + left - 10, y + side / 2, ranks, SIZE["small"], ha="right", color=FAINT)
        sheet.paste(tiles[place], x, y)
        sheet.write(x, y - 4, f"f{index}", SIZE["tiny"], color=FAINT)
        if percent > 0:
            sheet.write(x + side, y - 4, percent_text(percent), SIZE["tiny"], ha="right")
        else:
            sheet.write(x + side, y - 4, say("dead_tile", lang), SIZE["tiny"], ha="right", color=WARNING, weight="bold")
            sheet.cross(x, y, side)
    first = [
        told("alt_used", feature=int(h), share=percent_text(float(p)))
        for h, p in zip(ranked.indices[:TOLD], ranked.percent, strict=False)
    ]
    alt = put_all([told("alt_most_used", of_member=whose, **counts), told("alt_listed", listed=first)], lang)
    return Drawn(sheet.figure(), heading, caption, alt)


def percent_text(percent: float) -> str:
    """A share in percent that never shows a live feature as 0."""
    return f"{percent:.0f} %" if percent >= 9.95 else "<0.1 %" if percent < 0.1 else f"{percent:.1f} %"


def augmentation_sheet(
    originals: Reals, copies: Reals, names: Sequence[str], originals_in_all: int | None = None, lang: str = "en"
) -> Drawn:
    """Originals, each in a row with its augmented copies; at most 12 rows and 10 copies are drawn.

    Args:
        originals: (n, C, S, S), values 0..1.
        copies: (n, m, C, S, S), values 0..1.
        names: (n,) names of the originals.
        originals_in_all: originals of the whole set, where more than those given.
    """
    originals, copies = np.asarray(originals), np.asarray(copies)
    n, m = copies.shape[:2]
    rows, drawn = min(n, 12), min(m, 10)
    tiles = photograph(shrunk(np.concatenate([originals[:rows, None], copies[:rows, :drawn]], axis=1)))
    factor = enlargement(tiles.shape[2], 104)
    tiles, side = enlarged(tiles, factor), tiles.shape[2] * factor
    gap = 8
    row_height, width = side + gap + TEXT_LINE + 6, max(NARROWEST, 2 * gap + (drawn + 1) * (side + gap))
    counts = {"rows": rows, "originals": originals_in_all or n, "drawn": drawn, "copies": m}
    heading, caption = say("copies_heading", lang), say("copies_caption", lang, **counts)
    sheet = Sheet(width, TEXT_LINE + rows * row_height, heading, caption)
    sheet.write(sheet.margin, sheet.top + TEXT_LINE - 6, say("original", lang), SIZE["small"], color=FAINT)
    if drawn:
        sheet.write(
            sheet.margin + side + 3 * gap, sheet.top + TEXT_LINE - 6, say("copies", lang), SIZE["small"], color=FAINT
        )
    for row in range(rows):
        y = sheet.top + TEXT_LINE + row * row_height
        for column in range(drawn + 1):
            x = sheet.margin + column * (side + gap) + (2 * gap if column else 0)
            sheet.paste(tiles[row, column], x, y)
        sheet.write(sheet.margin, y + side + TEXT_LINE - 2, plain(names[row], 48), SIZE["small"], color=FAINT)
    spread = float(np.abs(copies[:rows, :drawn] - originals[:rows, None]).mean()) if drawn else 0.0
    return Drawn(sheet.figure(), heading, caption, say("alt_copies", lang, spread=spread, **counts))
