"""The parts of a run: what each looks like, where its home is, and its place in six images."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.arrays import Ints, Tile
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import outlined
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.part_title import part_title
from mousaic.report.figures.style import FAINT, SIZE, VALIDATION, plain
from mousaic.report.figures.tiles import TEXT_LINE, Sheet, enlarged, photograph, shrunk, signed_pictures
from mousaic.said import told
from mousaic.words.put import say

COUNT, IMAGES = 12, 6
TOLD = 5
"""Parts of which the alternative text gives the numbers."""
_SIDE, _GAP, _TEXT = 128, 8, 230


def shown_parts(findings: PartFindings, count: int = COUNT) -> Ints:
    """Some of each kind: parts that move and landmarks, those found most often; of those that come and go the ones
    whose presence differs most between classes, where there are some."""
    often = np.argsort(-findings.share, kind="stable")
    gap = np.nan_to_num(np.ptp(findings.by_class, axis=1)) if findings.by_class.shape[1] > 1 else findings.share
    orders = {"moving": (often, count // 3), "landmark": (often, count // 4), "sometimes": (np.argsort(-gap), count)}
    chosen: list[int] = []
    for kind, (order, most) in orders.items():
        own = [int(i) for i in order if findings.kind[i] == kind]
        chosen += own[: min(most, count - len(chosen))]
    return np.array(chosen or often[:count], np.int64)


def shown_images(images: ImageSet) -> Ints:
    """Up to six images, evenly of all."""
    return np.unique(np.linspace(0, len(images) - 1, IMAGES).round().astype(np.int64))


class Sheeted(NamedTuple):
    """What a sheet of parts shows."""

    chosen: Ints
    """(n,): the parts, a row each."""
    seen: Ints
    """(m,): the images in which their places are shown."""
    heading: str
    caption: str
    notes: tuple[str, ...] = ()
    """(n,): a line on each part, in place of how often it is found; () for none."""


def parts_sheet(findings: PartFindings, images: ImageSet, lang: str = "en", framed: bool = True) -> Drawn:
    """A row for each of the first parts."""
    chosen = shown_parts(findings)
    heading = say("parts_sheet_heading", lang, shown=len(chosen), count=len(findings.parts))
    what = Sheeted(chosen, shown_images(images), heading, say("parts_sheet_caption", lang))
    return draw_parts(findings, images, what, lang, framed)


def draw_parts(findings: PartFindings, images: ImageSet, what: Sheeted, lang: str = "en", framed: bool = True) -> Drawn:
    """A row for each part: words, picture, home, and its place in some images."""
    step = _SIDE + _GAP
    width, height = _TEXT + (2 + len(what.seen)) * step + 2 * _GAP, TEXT_LINE + len(what.chosen) * (step + _GAP)
    sheet = Sheet(width, height, what.heading, what.caption, framed)
    left = sheet.margin + _TEXT
    starts = [left, left + step, left + 2 * step + 2 * _GAP]
    for key, x in zip(("part_picture", "part_home", "part_places"), starts, strict=True):
        sheet.write(x, sheet.top + TEXT_LINE - 8, say(key, lang), SIZE["small"], color=FAINT)
    mean = images.pixels.mean(0)
    homes = findings.parts.homes.cost(findings.parts.side).isfinite().numpy()
    for number, part in enumerate(what.chosen):
        y = sheet.top + TEXT_LINE + number * (step + _GAP)
        _describe(sheet, y, findings, images, int(part), lang, what.notes[number] if what.notes else "")
        square = findings.parts.pictures[part].squares.numpy()
        sheet.paste(fitted(signed_pictures(square)[0]), starts[0], y)
        sheet.paste(fitted(outlined(photo_of(mean), homes[part])), starts[1], y)
        for place, image in enumerate(what.seen):
            tile = photo_of(images.pixels[image])
            row, column = (getattr(findings.found, name)[image, part] for name in ("row", "column"))
            found = bool(findings.found.found[image, part])
            sheet.paste(fitted(marked(tile, float(row), float(column), found)), starts[2] + place * step, y)
    return Drawn(sheet.figure(), what.heading, what.caption, _alt(findings, what, lang))


def _of_run(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    assert analysis.parts is not None
    return parts_sheet(analysis.parts, analysis.evidence.images, lang, framed)


FIGURE = FeatureFigure(_of_run, "parts", wide=True)


def marked(tile: Tile, row: float, column: float, found: bool) -> Tile:
    """A copy with a ring around a place, in sides of the tile; where the part is not found, a faint one."""
    side = len(tile)
    down, across = (np.arange(side) + 0.5 - at * side for at in (row, column))
    distance = np.hypot(down[:, None], across[None])
    ring, rim = np.abs(distance - side / 12) < side / 75, np.abs(distance - side / 12) < side / 40
    drawn = tile.copy()
    colour = VALIDATION if found else "#aaaaaa"
    if found:
        drawn[rim] = 255
    drawn[ring] = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return drawn


def fitted(tile: Tile, side: int = _SIDE) -> Tile:
    """A tile enlarged by a whole factor, in the middle of a white square of that side."""
    factor = max(1, side // len(tile))
    large = enlarged(tile[None], factor)[0][:side, :side]
    square = np.full((side, side, 3), 255, np.uint8)
    begin = (side - len(large)) // 2
    square[begin : begin + len(large), begin : begin + len(large)] = large
    return square


def photo_of(image: np.ndarray) -> Tile:
    """An image (C, S, S) at about the sheet's size; what is drawn on it is drawn before it is fitted."""
    small = shrunk(image[None], _SIDE)
    tile: Tile = enlarged(photograph(small), max(1, _SIDE // small.shape[-1]))[0]
    return tile


def _describe(sheet: Sheet, y: int, findings: PartFindings, images: ImageSet, part: int, lang: str, note: str) -> None:
    classes = len(images.class_names) > 1
    found = say("part_found_present" if classes else "part_found_in", lang, share=float(findings.share[part]))
    lines = [part_title(findings, part, lang), say(f"part_{findings.kind[part]}", lang), note or found]
    if classes:
        seen = [c for c in range(len(images.class_names)) if np.isfinite(findings.by_class[part, c])]
        ranked = sorted(seen, key=lambda c: -findings.by_class[part, c])
        for c in sorted({*ranked[:1], *ranked[-1:]}):  # there is room for two
            name, presence = plain(shown(images.class_names[c]), 16), float(findings.by_class[part, c])
            lines.append(say("part_presence", lang, name=name, presence=presence))
    for i, text in enumerate(lines):
        size, weight = (SIZE["label"], "bold") if i == 0 else (SIZE["small"], "normal")
        sheet.write(sheet.margin, y + 22 + i * (TEXT_LINE + 3), text, size, weight=weight)


def _alt(findings: PartFindings, what: Sheeted, lang: str) -> str:
    listed = [
        told("alt_part", part=int(i), kind=told(f"part_{findings.kind[i]}"), share=float(findings.share[i]))
        for i in what.chosen[:TOLD]
    ]
    return say("alt_parts", lang, shown=len(what.chosen), images=len(what.seen), listed=listed)
