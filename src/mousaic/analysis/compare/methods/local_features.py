"""Local features as a compared method."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import rows_of_both_codes
from mousaic.analysis.compare.training_part import Part
from mousaic.model.parts import WINDOWED, capabilities_of, parts_of
from mousaic.said import told


def fit_local(part: Part) -> list[Fitted]:
    """The preset ``default`` with each feature confined to a square.

    Nothing where images are not square, or are made of features that cannot be confined.
    """
    if not part.images.shape.is_square or WINDOWED not in capabilities_of(parts_of(part.local.model)):
        return []
    return rows_of_both_codes(part, "local", told("method_local", side=part.local.model.local), part.local)
