"""A run trained on other images as a compared method."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_pretrained(part: Part) -> list[Fitted]:
    """The run as it is: nothing is learned from the training part."""
    assert part.pretrained is not None
    return member_rows(part, "pretrained", told("method_pretrained"), part.pretrained.ensemble, part.config)
