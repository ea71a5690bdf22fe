"""The parts that changed most in a new batch: picture, home, and the images that show each most, earlier and new."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.parts.part_set import FoundParts
from mousaic.arrays import Ints, Tile
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import outlined
from mousaic.report.figures.parts_sheet import fitted, marked, photo_of
from mousaic.report.figures.style import FAINT, SIZE, plain
from mousaic.report.figures.tiles import TEXT_LINE, Sheet, signed_pictures
from mousaic.said import Said
from mousaic.uses.apply.batch import Batch
from mousaic.uses.apply.batch_sentences import drifted
from mousaic.words.put import put, say

SHOWN, IMAGES = 4, 3
"""Parts, and images of either kind."""
_SIDE, _STEP, _GAP, _TEXT = 128, 136, 24, 290


class Changed(NamedTuple):
    """A part that is not as it was."""

    part: int
    changes: list[Said]
    """How: in presence, in place, or both."""
    earlier: Ints
    """The images that show it most, the clearest first."""
    new: Ints


def changed_parts(found: Batch) -> list[Changed]:
    """The few that changed most; none where there is no drift."""
    drift, earlier, parts = found.drift, found.earlier, found.odd.parts
    if drift is None or earlier is None or parts is None:
        return []
    changes: dict[int, list[Said]] = {}
    for i in drift.order:
        if drift.passed[i]:
            changes.setdefault(int(drift.part[i]), []).append(drifted(found, drift, int(i)))
    return [
        Changed(part, said, _clearest(earlier.found, part), _clearest(parts.found, part))
        for part, said in list(changes.items())[:SHOWN]
    ]


def _clearest(found: FoundParts, part: int) -> Ints:
    chosen: Ints = np.argsort(-found.presence[:, part], kind="stable")[:IMAGES]
    return chosen


def drift_sheet(found: Batch, lang: str = "en", framed: bool = True) -> Drawn | None:
    """A row for each of the parts that changed most; None where none did."""
    chosen, earlier, parts = changed_parts(found), found.earlier, found.odd.parts
    if not chosen or earlier is None or parts is None:
        return None
    heading = say("drift_sheet_heading", lang, shown=len(chosen))
    caption = say("drift_sheet_caption", lang)
    width = _TEXT + (2 + 2 * IMAGES) * _STEP + 2 * _GAP
    sheet = Sheet(width, TEXT_LINE + len(chosen) * (_STEP + 8), heading, caption, framed)
    picture = sheet.margin + _TEXT
    before = picture + 2 * _STEP + _GAP
    after = before + IMAGES * _STEP + _GAP
    starts = {"part_picture": picture, "part_home": picture + _STEP, "drift_earlier": before, "drift_new": after}
    for key, x in starts.items():
        sheet.write(x, sheet.top + TEXT_LINE - 8, say(key, lang), SIZE["small"], color=FAINT)
    mean = photo_of(earlier.images.pixels.mean(0))
    homes = parts.parts.homes.cost(parts.parts.side).isfinite().numpy()
    for number, one in enumerate(chosen):
        y = sheet.top + TEXT_LINE + number * (_STEP + 8)
        for i, said in enumerate(one.changes):
            sheet.write(sheet.margin, y + 16 + i * (TEXT_LINE + 3), plain(put(said, lang), 44), SIZE["label"])
        square = parts.parts.pictures[one.part].squares.numpy()
        sheet.paste(fitted(signed_pictures(square)[0]), picture, y)
        sheet.paste(fitted(outlined(mean, homes[one.part])), picture + _STEP, y)
        seen = (earlier.images, earlier.found, one.earlier, before), (found.new, parts.found, one.new, after)
        for images, places, some, x in seen:
            for column, image in enumerate(some):
                sheet.paste(fitted(_with_ring(images, places, int(image), one.part)), x + column * _STEP, y)
    listed = [said for one in chosen for said in one.changes]
    return Drawn(sheet.figure(), heading, caption, say("drift_sheet_alt", lang, shown=len(chosen), listed=listed))


def _with_ring(images: ImageSet, found: FoundParts, image: int, part: int) -> Tile:
    row, column = float(found.row[image, part]), float(found.column[image, part])
    return marked(photo_of(images.pixels[image]), row, column, bool(found.found[image, part]))
