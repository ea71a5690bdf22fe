"""The weighted sum of an ensemble's members as a compared method.

Their plain mean is the row ``default-average`` of :mod:`mousaic.analysis.compare.methods.preset_members`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.ensembles import held_out_reconstructions, stacking_weights
from mousaic.arrays import Singles
from mousaic.model.ensemble import Ensemble
from mousaic.said import told


def fit_stacked(part: Part) -> list[Fitted]:
    """The members' reconstructions added with weights, found on images that the training part itself holds out."""
    ensemble = part.trainings.members(part.config)
    inner = held_out_reconstructions(part.images, part.config)
    members, values = ensemble.members, ensemble.members * ensemble.k
    weights = np.full(members, 1 / members) if inner is None else stacking_weights(*inner)

    @torch.no_grad()
    def made_by(ensemble: Ensemble, x: Singles) -> Singles:
        y = ensemble(torch.from_numpy(x).to(ensemble.device))[1].cpu().numpy() - part.mean
        made: Singles = (part.mean + np.tensordot(weights, y, 1))[None].astype(np.float32)
        return made

    def with_values(x: Singles, counts: Sequence[int]) -> list[Singles]:
        return [made_by(ensemble.with_k(count), x) for count in counts]

    title = told("method_weighted", title=told("method_preset", preset="default"), members=members)
    note = told("note_weighted", members=members, k=ensemble.k)
    about = Description(
        "stacked", title, values, values, wide=members > 1, note=note, choices=ensemble.features,
        most=ensemble.features, codes=members,
    )  # fmt: skip
    return [Fitted(about, lambda x: made_by(ensemble, x), with_values)]
