"""Who is whose partner: for each feature, one of another member that it is drawn to.

    dictionary   the feature of the other member with the largest |cosine|; several may have the same one
    matched      one-to-one: the pairs whose |cosine| sums to the most (the Hungarian method, Kuhn 1955)

The other member changes from one choice to the next, so that in time each meets all. Choosing costs as much as some
20 steps of a small training (and for ``matched`` time that grows with the cube of the features), so partners stay for
``REFRESH`` epochs; the state of the training keeps them, so that a resumed one has the same.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from mousaic.config import TrainingOptions

REFRESH = 4
"""Epochs that partners stay together."""
WARMUP = 0.2
"""Share of the epochs over which the weight of the loss rises: features first learn what there is to agree on."""


def has_partners(options: TrainingOptions, members: int) -> bool:
    """Whether the consistency loss compares features, not codes."""
    return options.consistency > 0 and options.consistency_kind != "latent" and members > 1


def strength(options: TrainingOptions, epoch: int) -> float:
    """Weight of the consistency loss in epoch ``epoch`` (from 0); of ``latent`` it is always the whole."""
    if options.consistency_kind == "latent":
        return options.consistency
    return options.consistency * min(1.0, (epoch + 1) / max(1.0, WARMUP * options.epochs))


@torch.no_grad()
def find_partners(weight: Tensor, kind: str, turn: int = 0) -> Tensor:
    """Each feature's partner in the member whose turn it is.

    Args:
        weight: (M, H, D), two members or more.
        kind: ``"dictionary"`` or ``"matched"``.
        turn: 0, 1, ...: member m looks at m + 1, then m + 2, ..., never at itself.

    Returns:
        int64 (M, H): the partner's place among all M x H features.
    """
    members, features, _ = weight.shape
    unit = normalize(weight, dim=2, eps=1e-12)
    chosen = []
    for member in range(members):
        other = (member + 1 + turn % (members - 1)) % members
        cosine = (unit[member] @ unit[other].T).abs()
        best = cosine.argmax(1) if kind == "dictionary" else _one_to_one(cosine)
        chosen.append(best + other * features)
    return torch.stack(chosen)


def _one_to_one(cosine: Tensor) -> Tensor:
    from scipy.optimize import linear_sum_assignment

    _, columns = linear_sum_assignment(cosine.cpu().numpy(), maximize=True)
    return torch.from_numpy(columns).to(cosine.device)
