"""The consensus of an ensemble's members as a compared method."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.ensembles import agreed
from mousaic.said import told


def fit_consensus(part: Part) -> list[Fitted]:
    """One member of the features that most members of preset ``default`` have, trained on for a while."""
    made = agreed(part.trainings.members(part.config), part.images, part.config)
    title = told("method_consensus", members=part.config.model.members)
    (fitted,) = member_rows(part, "consensus", title, made.ensemble, part.config)
    return [dataclasses.replace(fitted, about=dataclasses.replace(fitted.about, note=told("note_merged")))]
