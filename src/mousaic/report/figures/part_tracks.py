"""Where the parts that move are, image after image in the order of the files: their tracks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.arrays import Floats
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.report.figures.part_title import part_title
from mousaic.report.figures.style import TRAINING, VALIDATION, house_style
from mousaic.said import told
from mousaic.words.put import say

COUNT = 4


class Track(NamedTuple):
    """One part over the N images."""

    part: int
    x: Floats
    """(N,): sides of the image from its left; NaN where the part is not found."""
    y: Floats
    """From its top."""


def tracks(findings: PartFindings, count: int = COUNT) -> list[Track]:
    """Those of the parts that are found most of the time and move most."""
    found = findings.found
    usable = np.flatnonzero(np.isin(findings.kind, ("moving", "landmark")))
    if not len(usable):
        usable = np.argsort(-findings.share, kind="stable")[:count]
    order = usable[np.argsort(-findings.wander[usable], kind="stable")][:count]
    return [
        Track(int(i), *(np.where(found.found[:, i], at[:, i], np.nan) for at in (found.column, found.row)))
        for i in order
    ]


def part_tracks(findings: PartFindings, images: ImageSet, lang: str = "en", framed: bool = True) -> Drawn:
    """A plot for each of :func:`tracks`."""
    shown = tracks(findings)
    heading = say("tracks_heading", lang, count=len(shown))
    caption = say("tracks_caption", lang)
    titles = [part_title(findings, one.part, lang) for one in shown]
    figure, axes = panels(heading, caption, titles, framed=framed)
    with house_style():
        for each, one in zip(axes, shown, strict=True):
            for values, key, colour in ((one.x, "track_x", TRAINING), (one.y, "track_y", VALIDATION)):
                each.plot(values, ".-", color=colour, lw=0.7, ms=3, label=say(key, lang))
            each.set_ylim(1, 0)
            each.set_xlim(-0.5, len(images) - 0.5)
            each.set_xlabel(say("track_image", lang))
        axes[0].legend(loc="best")
    listed = [
        told("alt_track", part=one.part, wander=float(findings.wander[one.part]), share=float(findings.share[one.part]))
        for one in shown
    ]
    return Drawn(figure, heading, caption, say("alt_tracks", lang, images=len(images), listed=listed))


def _of_run(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    assert analysis.parts is not None
    return part_tracks(analysis.parts, analysis.evidence.images, lang, framed)


FIGURE = FeatureFigure(_of_run, "parts", wide=True)
