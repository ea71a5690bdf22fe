"""What is said about the parts of a set of images."""

from __future__ import annotations

from mousaic.analysis.parts.part_findings import OFTEN, SELDOM, PartFindings
from mousaic.analysis.parts.part_set import CHANCE
from mousaic.images.image_set import ImageSet
from mousaic.said import Said, told


def part_headlines(findings: PartFindings, images: ImageSet) -> list[Said]:
    """How many parts there are, how many of them hardly move, move, and come and go; and what chance would find."""
    counts = {kind: int((findings.kind == kind).sum()) for kind in ("landmark", "moving", "sometimes", "rare")}
    return [
        told("parts_stand_for", parts=len(findings.parts), windows=findings.parts.candidates),
        told("parts_kinds", images=len(images), chance=1 - CHANCE, often=OFTEN, seldom=SELDOM, **counts),
    ]
