"""What no exact training step can do without: the encoding product, and Adam over all weights."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.optim.adam import adam

from benchmarks.ours import LEARNING_RATE, Shape


class Product:
    """W X^T for all members at once: (M H, D) by (D, B)."""

    def __init__(self, weight: Tensor, device: torch.device) -> None:
        self.weight = weight.flatten(0, 1).clone().to(device)

    @torch.no_grad()
    def __call__(self, x: Tensor, following: Tensor | None = None) -> Tensor:
        return self.weight @ x.T


class FusedAdam:
    """One fused Adam step over as many weights as the ensemble has; the batch is not looked at."""

    def __init__(self, shape: Shape, device: torch.device) -> None:
        count = shape.members * shape.features * shape.pixels
        source = torch.Generator().manual_seed(0)
        self.weight = torch.randn(count, generator=source).to(device)
        self.gradient = 1e-3 * torch.randn(count, generator=source).to(device)
        self.first, self.second = torch.zeros_like(self.weight), torch.zeros_like(self.weight)
        self.step = torch.zeros((), device=device)

    @torch.no_grad()
    def __call__(self, x: Tensor, following: Tensor | None = None) -> None:
        adam(
            [self.weight],
            [self.gradient],
            [self.first],
            [self.second],
            [],
            [self.step],
            fused=True,
            amsgrad=False,
            beta1=0.9,
            beta2=0.999,
            lr=LEARNING_RATE,
            weight_decay=0.0,
            eps=1e-8,
            maximize=False,
        )
