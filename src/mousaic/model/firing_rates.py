"""How often each feature is used."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.images.mapped import let_go
from mousaic.model.ensemble import Ensemble


@torch.no_grad()
def firing_rates(ensemble: Ensemble, images: Tensor, batch_size: int = 256) -> Tensor:
    """The share of the images (N, D) in whose code each feature is not zero: (M, H), 0 to 1; of filters (M, F), at
    whatever place."""
    features = ensemble.features // ensemble.places
    counts = torch.zeros(ensemble.members, features, dtype=torch.int64, device=images.device)
    for x in torch.split(images, batch_size):
        codes = ensemble.encode(x)
        active = codes.values.ne(0)
        if ensemble.places > 1:
            fires = torch.zeros(ensemble.members, len(x), features, dtype=torch.int64, device=images.device)
            fires.scatter_reduce_(2, codes.indices // ensemble.places, active.long(), "amax")
            counts += fires.sum(1)
        else:
            counts.scatter_add_(1, codes.indices.flatten(1), active.flatten(1).long())
        let_go()
    return counts / max(len(images), 1)


def dead_fraction(ensemble: Ensemble, originals: Tensor) -> float:
    """The share of all members' features that fire on none of these training originals (N, D); copies do not count."""
    return float(firing_rates(ensemble, originals).eq(0).float().mean())
