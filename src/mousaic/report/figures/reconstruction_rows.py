"""Originals beside their reconstructions and what differs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Reals
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import FAINT, SIZE, VALIDATION, plain
from mousaic.report.figures.tiles import NARROWEST, TEXT_LINE, Sheet, enlarged, enlargement, photograph, shrunk, signed
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

COLUMNS = ("original", "reconstructed", "difference")
"""Keys of their words."""
SEAM, GAP = 3, 28
"""Pixels between the pictures of a triple and between triples."""
CLASS_LINE = TEXT_LINE + 6
"""Pixels for the name of a class."""


def reconstructions(
    originals: Reals,
    reconstructions: Reals,
    r: Reals,
    classes: Sequence[str],
    parts: Sequence[str],
    epoch: int | None = None,
    titles: Sequence[str] | None = None,
    classes_in_all: int | None = None,
    lang: str = "en",
) -> Drawn:
    """Original, reconstruction and difference of some images, one row (or more) a class.

    Args:
        originals, reconstructions: (n, C, S, S), values 0..1.
        r: (n,) Pearson r of each reconstruction.
        classes: (n,) class names; ``""`` is no label. Images of one class must be neighbours.
        parts: (n,) ``"training"``, ``"validation"``, or ``""`` for an image that was in neither.
        epoch: after which epoch this is.
        titles: (n,) names of the images, written below them.
        classes_in_all: classes of the whole set, where more than those shown.
    """
    before, after = shrunk(np.asarray(originals)), shrunk(np.asarray(reconstructions))
    difference, largest = differences(before, after)
    factor = enlargement(before.shape[-1], 120)
    side = factor * before.shape[-1]
    tiles = enlarged(np.stack([photograph(before), photograph(after), signed(difference, largest)], axis=1), factor)

    rows = rows_of_classes(classes, across=3)
    across = max((len(row) for row in rows), default=1)
    step = 3 * (side + SEAM) + GAP  # from one triple to the next
    row_height = CLASS_LINE + side + TEXT_LINE * (2 if titles else 1) + 12
    said = _caption(before.shape[1], "validation" in parts, len(set(classes)), classes_in_all)
    heading = say("reconstruction" if epoch is None else "reconstructions_after", lang, epoch=epoch)
    caption = put_all(said, lang)
    height = TEXT_LINE + len(rows) * row_height + 70
    sheet = Sheet(max(NARROWEST, across * step - GAP), height, heading, caption)

    for place in range(3 * across):
        x = sheet.margin + place // 3 * step + place % 3 * (side + SEAM) + side / 2
        sheet.write(
            x, sheet.top + TEXT_LINE - 6, say(COLUMNS[place % 3], lang), SIZE["small"], color=FAINT, ha="center"
        )
    for number, row in enumerate(rows):
        y = sheet.top + TEXT_LINE + number * row_height + CLASS_LINE
        if number == 0 or classes[row[0]] != classes[rows[number - 1][0]]:
            name = plain(classes[row[0]], 36) or say("class_missing", lang)
            sheet.write(sheet.margin, y - 5, name, SIZE["label"], weight="bold")
        for column, image in enumerate(row):
            x = sheet.margin + column * step
            for place, tile in enumerate(tiles[image]):
                sheet.paste(tile, x + place * (side + SEAM), y)
            title = titles[image] if titles else ""
            text = put(_told_r(float(r[image]), parts[image]), lang)
            colour = VALIDATION if parts[image] == "validation" else FAINT
            sheet.write(x, y + side + TEXT_LINE, text, SIZE["small"], color=colour)
            sheet.write(x, y + side + 2 * TEXT_LINE, plain(title, side // 5), SIZE["small"], color=FAINT)
    _colour_bar(sheet, sheet.bottom - 46, largest, lang)
    return Drawn(sheet.figure(), heading, caption, put_all(_alt(r, classes, parts), lang))


def _alt(r: Reals, classes: Sequence[str], parts: Sequence[str]) -> list[Said]:
    """The r of the images, class by class."""
    listed = []
    for name in dict.fromkeys(classes):
        mine = [_told_r(float(r[i]), parts[i]) for i in range(len(classes)) if classes[i] == name]
        listed.append(told("alt_rebuilt_class", name=name or told("class_missing"), listed=mine))
    return [told("alt_rebuilt", images=len(classes)), told("alt_listed", listed=listed)]


def _told_r(r: float, part: str) -> Said:
    """r of an image, where it has one, and its part, where it is of one."""
    said = told("r_is", r=r) if np.isfinite(r) else told("no_r")
    return told("one_and_part", one=said, part=told(f"sheet_{part}")) if part else said


def differences(originals: Reals, rebuilt: Reals) -> tuple[Reals, float]:
    """Reconstruction minus original (n, S, S), and the end of a scale around zero for them.

    Of several channels the one that differs most counts, with its sign: a mean could hide a wrong colour.
    The scale holds 99.5 % of the pixels, rounded up to hundredths: a few extreme ones would fade all others.
    """
    each = np.nan_to_num(rebuilt - originals)
    strongest = np.abs(each).argmax(axis=1, keepdims=True)
    difference: Reals = np.take_along_axis(each, strongest, axis=1)[:, 0]
    largest = float(np.quantile(np.abs(difference), 0.995)) if difference.size else 0.0
    return difference, max(0.01, float(np.ceil(largest * 100 - 1e-3)) / 100)


def rows_of_classes(classes: Sequence[str], across: int) -> list[list[int]]:
    """Indices of the images row by row: a row holds at most ``across`` neighbours of one class."""
    rows: list[list[int]] = []
    for index, name in enumerate(classes):
        if rows and len(rows[-1]) < across and classes[rows[-1][0]] == name:
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _caption(channels: int, held_out: bool, shown: int, in_all: int | None) -> list[Said]:
    said = [told("rebuilt_caption")]
    if held_out:
        said.append(told("rebuilt_held_out"))
    said.append(told("rebuilt_difference_colours" if channels > 1 else "rebuilt_difference"))
    if in_all is not None and in_all > shown:
        said.append(told("rebuilt_classes", shown=shown, classes=in_all))
    return said


def _colour_bar(sheet: Sheet, y: int, largest: float, lang: str) -> None:
    """The scale of the differences, from -largest to largest."""
    width = 300
    ramp = np.linspace(-1.0, 1.0, width)[None, :].repeat(14, axis=0)
    sheet.paste(signed(ramp, 1.0), sheet.margin, y)
    ends = (say("or_less", lang, value=largest), "0", say("or_more", lang, value=largest))
    for x, text, ha in zip((0, width / 2, width), ends, ("left", "center", "right"), strict=True):
        sheet.write(sheet.margin + x, y + 18, text, SIZE["small"], ha=ha, va="top", color=FAINT)
    note = say("difference_scale", lang)
    sheet.write(sheet.margin + width + 12, y + 7, note, SIZE["small"], va="center", color=FAINT)
