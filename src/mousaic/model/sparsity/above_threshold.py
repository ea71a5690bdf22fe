"""Codes of all pre-activations above a threshold: what the sparsities that learn one have in common."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes

MOST = 4
"""No image gets more than this many times k features, so that codes have one shape."""


def above(a: Tensor, threshold: Tensor, k: int) -> Codes:
    """The pre-activations (M, B, H) that reach the threshold, and are above 0.

    Args:
        threshold: what broadcasts to (M, B, H).

    Returns:
        Values and indices (M, B, min(H, :data:`MOST` k)): the largest, where more reach it.
    """
    present = torch.where((a >= threshold) & (a > 0), a, 0.0)
    return Codes(*present.topk(min(a.shape[-1], MOST * k), dim=-1, sorted=False))


def narrowed(dense: Tensor, kept: Tensor) -> Codes:
    """The entries of (M, B, H) at which ``kept`` is true, in as few columns as hold them all, and at least one.

    Further entries of a row, where it has fewer than others, are 0. Gradients reach ``dense`` where it was kept.
    """
    columns = max(1, int(kept.sum(-1).max()))
    indices = kept.to(torch.uint8).topk(columns, dim=-1, sorted=False).indices
    return Codes((dense * kept).gather(-1, indices), indices)


def level_of(a: Tensor, k: int) -> Tensor:
    """(M,): the level that k pre-activations (M, n, H) of an image reach on average; never below 0."""
    return a.flatten(1).topk(a.shape[1] * k, dim=1, sorted=False).values.amin(1).clamp_min(0)
