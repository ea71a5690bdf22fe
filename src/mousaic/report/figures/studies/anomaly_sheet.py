"""The oddest images: reconstruction, where it misses more than usual, odd parts, and the nearest normal image."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Tile
from mousaic.images.names import shown
from mousaic.images.shown_pictures import picture_of
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.parts_sheet import fitted, marked, photo_of
from mousaic.report.figures.style import FAINT, SIZE, VALIDATION, plain
from mousaic.report.figures.tiles import TEXT_LINE, Sheet, enlarged, shrunk, signed
from mousaic.said import told
from mousaic.uses.anomaly.anomalies import Anomalies
from mousaic.uses.anomaly.odd_sentences import part_said, standing
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say

COUNT = 8
HOTTEST = 4.0
"""Standard deviations that are drawn in the darkest red."""
COLUMNS = ("odd_image", "reconstructed", "odd_heat", "odd_parts", "odd_nearest")
_SIDE, _STEP, _TEXT = 128, 136, 290


def anomaly_sheet(found: Anomalies, lang: str = "en", framed: bool = True) -> Drawn | None:
    """A row for each of the oddest images; None of vectors to which no pictures belong."""
    columns = columns_of(found)
    if not columns:
        return None
    lang = spoken_of(lang, found.new.shape.is_grid)
    chosen = [int(i) for i in found.order[:COUNT]]
    heading = say("odd_sheet_heading", lang, shown=len(chosen), images=len(found.new))
    caption = say("odd_sheet_caption", lang, most=f"{HOTTEST:g}") if columns == COLUMNS else ""
    sheet = Sheet(
        _TEXT + len(columns) * _STEP, TEXT_LINE + len(chosen) * (_STEP + 8), heading, caption, framed
    )  # fmt: skip
    left = sheet.margin + _TEXT
    for number, key in enumerate(columns):
        sheet.write(left + number * _STEP, sheet.top + TEXT_LINE - 8, say(key, lang), SIZE["small"], color=FAINT)
    for number, image in enumerate(chosen):
        y = sheet.top + TEXT_LINE + number * (_STEP + 8)
        _describe(sheet, y, found, image, lang)
        for column, tile in enumerate(image_tiles(found, image)):
            sheet.paste(fitted(tile, _SIDE), left + column * _STEP, y)
    listed = [told("odd_alt_image", path=found.new.paths[i], standing=standing(found, i)) for i in chosen]
    return Drawn(sheet.figure(), heading, caption, say("odd_alt", lang, shown=len(chosen), listed=listed))


def columns_of(found: Anomalies) -> tuple[str, ...]:
    """Which pictures there are; of vectors those that belong to the row and to the nearest normal one."""
    if found.new.shape.is_grid:
        return COLUMNS
    given = (("odd_image", found.new), ("odd_nearest", found.normal))
    return tuple(name for name, images in given if images.pictures is not None)


def image_tiles(found: Anomalies, image: int) -> list[Tile]:
    """The pictures of one image, in the order of :func:`columns_of`."""
    nearest = int(found.nearest[image])
    if not found.new.shape.is_grid:
        given = ((found.new, image), (found.normal, nearest))
        return [photo_of(picture_of(images, i)) for images, i in given if images.pictures is not None]
    own = photo_of(found.new.pixels[image])
    heat = signed(shrunk(np.maximum(found.heat[image], 0)[None], _SIDE)[0], HOTTEST)
    return [
        own,
        photo_of(found.rebuilt[image]),
        enlarged(heat[None], max(1, _SIDE // len(heat)))[0],
        with_parts(found, image, own),
        photo_of(found.normal.pixels[nearest]),
    ]


def with_parts(found: Anomalies, image: int, tile: Tile) -> Tile:
    """A copy with a ring where each odd part is; faint, where it would be, of one that is missing."""
    if found.parts is None:
        return tile
    for one in reversed(found.odd_parts[image]):
        row, column = (float(getattr(found.parts.found, name)[image, one.part]) for name in ("row", "column"))
        tile = marked(tile, row, column, one.how != "absent")
    return tile


def _describe(sheet: Sheet, y: int, found: Anomalies, image: int, lang: str) -> None:
    """Name, standing and odd parts beside the pictures."""
    lines = [
        (plain(shown(found.new.paths[image]), 34), {"weight": "bold"}),
        (say("odd_p", lang, p=float(found.p[image]), q=float(found.q[image])), {}),
    ]
    lines += [(plain(put(part_said(found, one), lang), 44), {}) for one in found.odd_parts[image]]
    for i, (text, options) in enumerate(lines):
        colour = {"color": VALIDATION} if i == 1 and found.beyond[image] else {}
        sheet.write(sheet.margin, y + 16 + i * (TEXT_LINE + 3), text, SIZE["small"], **options, **colour)
