"""Ensembles as compared methods: the members' consensus, their weighted sum, and one large member as the control.

The plain mean over the members is the row ``default-average`` of
:mod:`mousaic.analysis.compare.methods.sparse_autoencoders`.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import torch

from mousaic.analysis.compare.method import Fitted, Part, Pixels
from mousaic.analysis.compare.methods.sparse_autoencoders import sae_rows
from mousaic.analysis.ensembles import agreed, held_out_reconstructions, stacking_weights
from mousaic.config import ModelOptions
from mousaic.training.fit import train_members


def fit_consensus(part: Part) -> list[Fitted]:
    """One member of the features that most members of preset ``default`` have, trained on for a while."""
    members = part.config.model.members
    made = agreed(train_members(part.images, part.config), part.images, part.config)
    title = f"consensus of {members} members"
    (row,) = sae_rows(part, "consensus", title, made.ensemble, part.config)
    return [dataclasses.replace(row, note="features matched across the members and merged, then trained on")]


def fit_stacked(part: Part) -> list[Fitted]:
    """The members' reconstructions added with weights, found on images that the training part itself holds out."""
    ensemble = train_members(part.images, part.config)
    inner = held_out_reconstructions(part.images, part.config)
    members, values = ensemble.members, ensemble.members * ensemble.k
    weights = np.full(members, 1 / members) if inner is None else stacking_weights(*inner)

    @torch.no_grad()
    def reconstruct(x: Pixels) -> Pixels:
        y = ensemble(torch.from_numpy(x).to(ensemble.device))[1].cpu().numpy() - part.mean
        made: Pixels = (part.mean + np.tensordot(weights, y, 1))[None].astype(np.float32)
        return made

    title = f"preset default ({members} members, weighted)"
    note = f"{members} codes of {ensemble.k}; weights from inner folds of the training part"
    return [Fitted("stacked", title, reconstruct, values, values, members > 1, True, note=note)]


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
    title = f"one member of {model.features:,} features, k = {model.k}"
    (fitted,) = sae_rows(part, row, title, train_members(part.images, config), config)
    return dataclasses.replace(fitted, wide=model.k > part.k)
