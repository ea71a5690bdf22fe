"""The parts that decide how images are told apart: what they look like, where they are, and whether folds agree."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Ints
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.parts_sheet import IMAGES, Sheeted, draw_parts
from mousaic.uses.classify.classification import Classification
from mousaic.words.put import say

SHOWN = 8


def deciding_parts_sheet(found: Classification, lang: str = "en", framed: bool = True) -> Drawn:
    """A row for each of the parts that weigh most; the images are some of each class, or from small to large."""
    deciding = found.deciding
    assert deciding is not None
    chosen = deciding.chosen
    notes = tuple(
        say("decides_note", lang, share=float(share), folds=int(folds), of=deciding.of)
        for share, folds in zip(chosen.share[:SHOWN], deciding.folds[:SHOWN], strict=True)
    )
    what = Sheeted(
        chosen.part[:SHOWN], images_in_order(found), say("decides_heading", lang, shown=len(notes)),
        say("decides_caption", lang), notes,
    )  # fmt: skip
    return draw_parts(deciding.findings, found.images, what, lang, framed)


def images_in_order(found: Classification) -> Ints:
    """Up to six images, evenly of all in the order of their classes or numbers."""
    order = np.argsort(found.outcome.values, kind="stable")
    places = np.unique(((np.arange(IMAGES) + 0.5) * len(order) / IMAGES).astype(np.int64))
    chosen: Ints = order[places].astype(np.int64)
    return chosen
