"""How often each feature is used."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.ensemble import Ensemble


@torch.no_grad()
def firing_rates(ensemble: Ensemble, images: Tensor, batch_size: int = 256) -> Tensor:
    """The share of the images (N, D) in whose code each feature is not zero: (M, H), 0 to 1."""
    counts = torch.zeros(ensemble.members, ensemble.features, dtype=torch.int64, device=images.device)
    for x in torch.split(images, batch_size):
        codes = ensemble.encode(x)
        counts.scatter_add_(1, codes.indices.flatten(1), codes.values.flatten(1).ne(0).long())
    return counts / max(len(images), 1)


def dead_fraction(ensemble: Ensemble, originals: Tensor) -> float:
    """The share of all members' features that fire on none of these training originals (N, D); copies do not count.

    Of filters at places, the share of the filters that fire nowhere.
    """
    rates = firing_rates(ensemble, originals).view(ensemble.members, -1, ensemble.places).amax(2)
    return float(rates.eq(0).float().mean())
