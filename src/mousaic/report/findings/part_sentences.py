"""What is said about the parts of a set of images."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.part_findings import OFTEN, SELDOM, PartFindings
from mousaic.analysis.parts.part_set import CHANCE
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.said import Said, told


def part_headlines(findings: PartFindings, images: ImageSet) -> list[Said]:
    """How many parts there are, how many of them hardly move, move, and come and go; and what chance would find."""
    counts = {kind: int((findings.kind == kind).sum()) for kind in ("landmark", "moving", "sometimes", "rare")}
    said = [
        told("parts_stand_for", parts=len(findings.parts), windows=findings.parts.candidates),
        told("parts_kinds", images=len(images), chance=1 - CHANCE, often=OFTEN, seldom=SELDOM, **counts),
    ]
    gap = _widest_gap(findings, images)
    return said if gap is None else [*said, gap]


def _widest_gap(findings: PartFindings, images: ImageSet) -> Said | None:
    """The part whose mean presence differs most between two classes: a description, not a test."""
    if findings.by_class.shape[1] != 2 or not np.isfinite(findings.by_class).all():
        return None
    gap = findings.by_class[:, 1] - findings.by_class[:, 0]
    part = int(np.abs(gap).argmax())
    one, other = (float(value) for value in findings.by_class[part])
    names = [shown(name) for name in images.class_names]
    return told("parts_gap", part=part, first=names[0], one=one, second=names[1], other=other)
