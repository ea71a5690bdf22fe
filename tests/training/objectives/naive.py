"""The slow, obvious version: separate modules, a Python loop, dense codes, automatic differentiation."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn


class NaiveMember(nn.Module):
    """One k-sparse autoencoder with tied weights, as one writes it down."""

    def __init__(self, weight: Tensor, bias: Tensor, center: Tensor | None, k: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight.clone())
        self.bias = nn.Parameter(bias.clone())
        self.center = None if center is None else nn.Parameter(center.clone())
        self.k = k

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        center = 0 if self.center is None else self.center
        preactivation = (x - center) @ self.weight.T + self.bias
        kept = torch.zeros_like(preactivation)
        for image in range(len(x)):
            for feature in preactivation[image].argsort(descending=True)[: self.k]:
                kept[image, feature] = 1
        code = preactivation * kept
        return code, code @ self.weight + center


def naive_losses(members: list[NaiveMember], x: Tensor, weight: float) -> tuple[Tensor, Tensor, Tensor]:
    """Total, reconstruction and consistency, pair by pair."""
    made = [member(x) for member in members]
    reconstruction = sum((y - x).square().mean() for _, y in made) / len(members)
    pairs = list(itertools.combinations([code for code, _ in made], 2))
    consistency = sum((a - b).square().mean() for a, b in pairs) / len(pairs) if pairs else x.new_zeros(())
    return reconstruction + weight * consistency, reconstruction, consistency
