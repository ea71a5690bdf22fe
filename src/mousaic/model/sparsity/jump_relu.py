"""JumpReLU: every pre-activation above its feature's learned threshold is kept as it is, z = a H(a - t).

How many are active follows from the thresholds, so these are drawn to k on average (Rajamanoharan et al. 2024,
"Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU Sparse Autoencoders", with the loss of its appendix that
has a target):

    loss = objective + STRENGTH x (active / k - 1)^2

The steps have no derivative by the threshold, or one of 0. In its place stands that of steps smoothed over a width w by
a kernel K, 1 within half a width and 0 beyond, which is where it is not 0 (a straight-through estimator):

    dz / dt = -(t / w) K((a - t) / w)        dH / dt = -(1 / w) K((a - t) / w)

In the paper w is a number; here it is a share of the threshold, as pre-activations of images have no common scale.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.member_parts import ROWS, THRESHOLD, TOP_K, Parameters, Size, Sparsity
from mousaic.model.sparsity.above_threshold import above, level_of, narrowed

WIDTH = 0.5
"""Of the kernel, as a share of the threshold."""
STRENGTH = 0.01
"""Of what draws the number of active features to k."""
PACE = 10.0
"""The thresholds are exp(PACE x parameter): Adam moves all parameters by about its step size, and few steps must do."""
LEAST = 1e-3
"""What thresholds are where no images say how they start, and at least where they do."""


class Jumping(Sparsity):
    """Parameter ``log_threshold`` (M, H)."""

    capabilities = frozenset({TOP_K, THRESHOLD})
    needs = frozenset({ROWS})  # a threshold of each feature; filters have far more places than filters

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"log_threshold": rows.new_full(rows.shape[:2], math.log(LEAST) / PACE)}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"log_threshold": (size.members, size.features)}

    def settle(self, p: Parameters, a: Tensor, k: int) -> None:
        p["log_threshold"].data[:] = level_of(a, k).clamp_min(LEAST).log()[:, None] / PACE

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        return above(a, thresholds(p)[:, None], k)

    def select_to_learn(self, p: Parameters, a: Tensor, k: int) -> tuple[Codes, Tensor | None]:
        """Codes that hold the entries near their thresholds, too: a gradient reaches the thresholds through them."""
        level = thresholds(p)[:, None]
        codes = narrowed(Jump.apply(a, level), (a >= level * (1 - WIDTH / 2)).detach())  # type: ignore[no-untyped-call]
        active = Step.apply(a, level).sum(-1).mean(-1)  # type: ignore[no-untyped-call]
        return codes, STRENGTH * (active / k - 1).square().mean()

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        own = p["log_threshold"].data[member]
        own[chosen] = own[living].mean()
        return ["log_threshold"]


def thresholds(p: Parameters) -> Tensor:
    """(M, H), above 0."""
    return (PACE * p["log_threshold"]).exp()


class Step(torch.autograd.Function):
    """H(a - t) of pre-activations (M, B, H) and thresholds (M, 1, H): 1 from the threshold on, 0 below."""

    @staticmethod
    def forward(context: Any, a: Tensor, level: Tensor) -> Tensor:
        """Keeps both for the derivative."""
        context.save_for_backward(a, level)
        return (a >= level).to(a)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[None, Tensor]:
        """By the pre-activations it is 0."""
        a, level = context.saved_tensors
        return None, -(gradient * _kernel(a, level)).sum(1, keepdim=True) / (WIDTH * level)


class Jump(torch.autograd.Function):
    """a H(a - t) of the same."""

    @staticmethod
    def forward(context: Any, a: Tensor, level: Tensor) -> Tensor:
        """Keeps both for the derivative."""
        context.save_for_backward(a, level)
        return a * (a >= level)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, Tensor]:
        """By the pre-activations it is 1 where they are kept."""
        a, level = context.saved_tensors
        return gradient * (a >= level), -(gradient * _kernel(a, level)).sum(1, keepdim=True) / WIDTH


def _kernel(a: Tensor, level: Tensor) -> Tensor:
    """K((a - t) / w): 1 within half a width of the threshold, 0 beyond."""
    return ((a - level).abs() <= WIDTH * level / 2).to(a)


JUMPING = Jumping()
