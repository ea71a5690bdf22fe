"""One member as large as a whole ensemble as a compared method: the control of what several members give."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows
from mousaic.analysis.compare.training_part import Part
from mousaic.config import ModelOptions
from mousaic.said import told


def fit_control(part: Part) -> list[Fitted]:
    """One member as large as all together: with their number of features, and with their number of values."""
    model = part.config.model
    features, values = model.members * model.features, min(model.members * model.k, model.features)
    return [
        _one(part, "control-features", dataclasses.replace(model, members=1, features=features)),
        _one(part, "control-values", dataclasses.replace(model, members=1, k=values)),
    ]


def _one(part: Part, row: str, model: ModelOptions) -> Fitted:
    config = dataclasses.replace(part.config, model=model)
    title = told("method_control", features=model.features, k=model.k)
    (fitted,) = member_rows(part, row, title, part.trainings.members(config), config)
    return dataclasses.replace(fitted, about=dataclasses.replace(fitted.about, wide=model.k > part.k))
