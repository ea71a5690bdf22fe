"""How a dictionary starts."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.seeds import generator


def orthogonal(members: int, features: int, pixels: int, seed: int) -> Tensor:
    """Dictionaries whose rows are orthonormal (H <= D) or whose columns are (H > D).

    Each member draws from a stream of its own, so member 0 is the same whatever ``members`` is.

    Returns:
        float32 (M, H, D), on the CPU.
    """
    weight = torch.empty(members, features, pixels)
    for member in range(members):
        torch.nn.init.orthogonal_(weight[member], generator=generator(seed, "orthogonal", member))
    return weight
