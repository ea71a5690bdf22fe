"""What differs between the classes: each finding with its picture, its home, and the images of each class."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.classes.class_findings import ClassFinding
from mousaic.analysis.classes.primary_answer import BLOCKS, block_means
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Flags, Floats, Tile
from mousaic.images.names import shown
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.feature_tiles import outlined
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.part_title import part_title
from mousaic.report.figures.parts_sheet import fitted, marked, photo_of
from mousaic.report.figures.style import FAINT, SIZE, plain
from mousaic.report.figures.tiles import TEXT_LINE, Sheet, signed_pictures
from mousaic.said import told
from mousaic.words.put import say

COUNT, EACH, CLASSES = 6, 2, 3
"""Findings, images with the most and with the least, and classes that are shown."""
_SIDE, _GAP, _TEXT = 128, 8, 230


def class_findings_sheet(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """A row for each of the first findings."""
    a = analysis
    assert a.classes is not None
    findings = a.classes.findings[:COUNT]
    step, rows = _SIDE + _GAP, [_classes(a, one) for one in findings]
    columns = max(len(row) for row in rows)
    width = _TEXT + 2 * step + columns * (2 * EACH * step + 2 * _GAP)
    heading, caption = say("found_sheet_heading", lang), say("found_sheet_caption", lang)
    height = len(findings) * (step + _GAP + TEXT_LINE)
    sheet = Sheet(width, height, heading, caption, framed)
    for place, key in enumerate(("part_picture", "part_home")):
        x = sheet.margin + _TEXT + place * step
        sheet.write(x, sheet.top + TEXT_LINE - 6, say(key, lang), SIZE["small"], color=FAINT)
    for number, (one, classes) in enumerate(zip(findings, rows, strict=True)):
        y = sheet.top + TEXT_LINE + number * (step + _GAP + TEXT_LINE)
        _describe(sheet, y, a, one, lang)
        x = sheet.margin + _TEXT
        sheet.paste(fitted(_picture(a, one)), x, y)
        sheet.paste(fitted(outlined(photo_of(a.evidence.images.pixels.mean(0)), _home(a, one))), x + step, y)
        for place, label in enumerate(classes):
            start = x + 2 * step + 2 * _GAP + place * (2 * EACH * step + 2 * _GAP)
            _images(sheet, start, y, a, one, label, lang)
    return Drawn(sheet.figure(), heading, caption, _alt(a, findings, lang))


FIGURE = FeatureFigure(class_findings_sheet, "classes", wide=True)


def _classes(a: FeatureAnalysis, one: ClassFinding) -> list[int]:
    """The class that stands out, and those that differ from it most."""
    values, labels = amounts(a, one), a.evidence.images.labels
    others = [c for c in np.unique(labels[labels >= 0]).tolist() if c != one.best_class]
    own = values[labels == one.best_class].mean()
    return [one.best_class, *sorted(others, key=lambda c: -abs(own - values[labels == c].mean()))[: CLASSES - 1]]


def amounts(a: FeatureAnalysis, one: ClassFinding) -> Floats:
    """(N,): how much of the finding each image has: presence, brightness, or how far it is along the classes' gap."""
    if one.kind == "pixel":
        return block_means(a.evidence)[:, one.thing]
    assert a.parts is not None
    found = a.parts.found
    if one.kind == "presence":
        return found.presence[:, one.thing]
    mine, seen = a.evidence.images.labels == one.best_class, found.found[:, one.thing]
    places = np.stack([found.row[:, one.thing], found.column[:, one.thing]], 1)
    if not (mine & seen).any() or not (~mine & seen).any():
        return found.presence[:, one.thing]
    along: Floats = places @ (places[mine & seen].mean(0) - places[~mine & seen].mean(0))
    return along


def _images(sheet: Sheet, x: int, y: int, a: FeatureAnalysis, one: ClassFinding, label: int, lang: str) -> None:
    """The images of a class with the most of it, then those with the least."""
    values, images = amounts(a, one), a.evidence.images
    own = np.flatnonzero(images.labels == label)
    order = own[np.argsort(-values[own], kind="stable")]
    name = plain(shown(images.class_names[label]), 20)
    for half, (key, chosen) in enumerate((("found_most", order[:EACH]), ("found_least", order[::-1][:EACH]))):
        start = x + half * EACH * (_SIDE + _GAP)
        sheet.write(start, y - 6, say(key, lang, name=name), SIZE["small"], color=FAINT)
        for place, image in enumerate(chosen.tolist()):
            sheet.paste(fitted(_marked(a, one, image)), start + place * (_SIDE + _GAP), y)


def _marked(a: FeatureAnalysis, one: ClassFinding, image: int) -> Tile:
    tile = photo_of(a.evidence.images.pixels[image])
    if one.kind == "pixel" or a.parts is None:
        return outlined(tile, _home(a, one))
    found = a.parts.found
    row, column = (float(getattr(found, name)[image, one.thing]) for name in ("row", "column"))
    return marked(tile, row, column, bool(found.found[image, one.thing]))


def _home(a: FeatureAnalysis, one: ClassFinding) -> Flags:
    """Where it is looked for, as a mask of the image."""
    if one.kind != "pixel" and a.parts is not None:
        home: Flags = a.parts.parts.homes.cost(a.parts.parts.side)[one.thing].isfinite().numpy()
        return home
    mask = np.zeros((8 * BLOCKS, 8 * BLOCKS), dtype=bool)
    top, left, bottom, right = (round(edge * len(mask)) for edge in one.box)
    mask[top:bottom, left:right] = True
    return mask


def _picture(a: FeatureAnalysis, one: ClassFinding) -> Tile:
    """What the part looks like; of a block the mean image there."""
    if one.kind != "pixel" and a.parts is not None:
        picture: Tile = signed_pictures(a.parts.parts.pictures[one.thing].squares.numpy())[0]
        return picture
    mean = a.evidence.images.pixels.mean(0)
    top, left, bottom, right = (int(edge * mean.shape[-1]) for edge in one.box)
    return photo_of(mean[:, top : max(bottom, top + 1), left : max(right, left + 1)])


def _describe(sheet: Sheet, y: int, a: FeatureAnalysis, one: ClassFinding, lang: str) -> None:
    part = one.kind != "pixel" and a.parts is not None
    low, high = sorted((abs(one.gap.low), abs(one.gap.high)))
    lines = [
        part_title(a.parts, one.thing, lang) if part and a.parts else say("found_block", lang, part=one.thing),
        say(_kind(one), lang),
        say("in_class", lang, name=plain(shown(a.evidence.images.class_names[one.best_class]), 22)),
        say(f"found_effect_{one.kind}", lang, effect=abs(one.gap.effect), low=low, high=high),
        say("found_p", lang, p=one.p_corrected),
    ]
    for i, text in enumerate(lines):
        size, weight = (SIZE["label"], "bold") if i == 0 else (SIZE["small"], "normal")
        sheet.write(sheet.margin, y + 22 + i * (TEXT_LINE + 3), text, size, weight=weight)


def _kind(one: ClassFinding) -> str:
    """The key of what the class that is named has more or less of."""
    return "found_kind_" + one.kind + ("" if one.kind == "place" else "_more" if one.gap.effect >= 0 else "_less")


def _alt(a: FeatureAnalysis, findings: tuple[ClassFinding, ...], lang: str) -> str:
    listed = [
        told("alt_finding", what=told("found_block" if one.kind == "pixel" else "part_named", part=one.thing),
             kind=told(_kind(one)), p=one.p_corrected,
             name=shown(a.evidence.images.class_names[one.best_class]))
        for one in findings
    ]  # fmt: skip
    return say("alt_findings", lang, count=len(findings), listed=listed)
