"""How much each of the chosen features counts: least squares, from products alone."""

from __future__ import annotations

import torch
from torch import Tensor

RIDGE = 1e-6
"""Added to the squared length of each feature, relative to the mean one: keeps equal features solvable."""

COARSE = 1000
"""So many times as much where features outnumber the numbers of an image: products of float32 are wrong by more."""


def weighed(gram: Tensor, along: Tensor) -> Tensor:
    """The values (B, k) with which features come closest to images.

    Args:
        gram: (B, k, k): products of each image's features with each other.
        along: (B, k): of the image with them.
    """
    precise = torch.float32 if along.device.type == "mps" else torch.float64  # mps has no float64
    square = gram.diagonal(dim1=1, dim2=2).mean(1).to(precise)[:, None]
    ridge = torch.diag_embed((RIDGE * square + 1e-30).expand(along.shape))
    factor, failed = torch.linalg.cholesky_ex(gram.to(precise) + ridge)
    if failed.any():
        factor = torch.linalg.cholesky(gram.to(precise) + COARSE * ridge)
    return torch.cholesky_solve(along.to(precise)[:, :, None], factor)[..., 0].to(along)
