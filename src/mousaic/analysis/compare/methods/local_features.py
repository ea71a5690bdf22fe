"""Local features as a compared method."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import rows_of_both_codes
from mousaic.analysis.compare.training_part import Part
from mousaic.model.member_parts import WINDOWED, capabilities_of, parts_of
from mousaic.said import Said, told


def fit_local(part: Part) -> list[Fitted]:
    """The preset ``default`` with each feature confined to a square.

    Nothing where images are not square, or are made of features that cannot be confined.
    """
    if not can_be_local(part):
        return []
    ensemble = part.trainings.members(part.local)
    return rows_of_both_codes(part, "local", local_title(part), ensemble, part.local, start="start-local")


def can_be_local(part: Part) -> bool:
    """Whether there are squares, and features that can be confined to them."""
    return part.images.shape.is_square and WINDOWED in capabilities_of(parts_of(part.local.model))


def local_title(part: Part) -> Said:
    """What these features are called."""
    sides = part.local.sides
    return told("method_local", side=sides[0]) if len(sides) == 1 else told("method_local_sizes", sides=list(sides))
