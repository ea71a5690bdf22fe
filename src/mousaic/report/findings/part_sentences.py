"""What is said about the parts of a set of images."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.analysis.parts.part_set import CHANCE
from mousaic.said import Said, told


def part_headlines(findings: PartFindings, images: int) -> list[Said]:
    """How many parts there are, how many of them hardly move, move, and come and go; and what chance would find."""
    counts = {kind: int((findings.kind == kind).sum()) for kind in ("landmark", "moving", "sometimes", "rare")}
    said = [
        told("parts_stand_for", parts=len(findings.parts), windows=findings.parts.candidates),
        told("parts_kinds", images=images, chance=1 - CHANCE, **counts),
    ]
    gap = _widest_gap(findings)
    return said if gap is None else [*said, gap]


def _widest_gap(findings: PartFindings) -> Said | None:
    """The part whose mean presence differs most between two classes: a description, not a test."""
    if findings.by_class.shape[1] != 2 or not np.isfinite(findings.by_class).all():
        return None
    gap = findings.by_class[:, 1] - findings.by_class[:, 0]
    part = int(np.abs(gap).argmax())
    return told("parts_gap", part=part, one=float(findings.by_class[part, 0]), other=float(findings.by_class[part, 1]))
