"""Mousaic as the benchmarks see it: the only file here that knows its training and encoding interface."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from mousaic.device import set_threads as set_threads
from mousaic.model.ensemble import Codes, Ensemble
from mousaic.training.losses import loss_and_gradients
from mousaic.training.metrics import EpochSums
from mousaic.training.optimiser import AdamState, adam_step

LEARNING_RATE = 1e-3
CONSISTENCY = 0.1


class Shape(NamedTuple):
    """What decides how much there is to compute."""

    members: int
    features: int
    k: int
    pixels: int
    batch: int


EXPERIMENT = Shape(members=5, features=1024, k=50, pixels=4096, batch=16)
LARGE = Shape(members=1, features=4096, k=64, pixels=784, batch=1024)


def random_weight(shape: Shape, seed: int = 0) -> Tensor:
    """A start (M, H, D), rows of length near 1: an orthogonal one takes long to compute and makes no step faster."""
    source = torch.Generator().manual_seed(seed)
    return torch.randn(shape.members, shape.features, shape.pixels, generator=source) / shape.pixels**0.5


def make_ensemble(shape: Shape, weight: Tensor, mean: Tensor | None, device: torch.device) -> Ensemble:
    """An ensemble that starts at ``weight`` (M, H, D), with ``mean`` (D,) as its centres, or without any."""
    center = None if mean is None else mean.expand(shape.members, shape.pixels).clone()
    ensemble = Ensemble(weight.clone(), torch.zeros(shape.members, shape.features), center, shape.k)
    return ensemble.to(device).requires_grad_(False)


class Training:
    """One training step a call, with the epoch's figures added up, as the training loop does it."""

    def __init__(self, shape: Shape, weight: Tensor, mean: Tensor | None, device: torch.device) -> None:
        self.ensemble = make_ensemble(shape, weight, mean, device)
        self.adam = AdamState.zeros(self.ensemble)
        self.sums = EpochSums.zeros(self.ensemble)
        self.consistency = CONSISTENCY if shape.members > 1 else 0.0
        self.number = 0

    def __call__(self, x: Tensor) -> Tensor:
        """Train on the batch ``x`` (B, D); the total loss before the step."""
        step = loss_and_gradients(self.ensemble, x, self.consistency)
        adam_step(self.ensemble, step.gradients, self.adam, LEARNING_RATE)
        self.sums.add(self.number, x, step.losses, step.codes, step.output)
        self.number += 1
        return step.losses.total

    def weight(self) -> Tensor:
        """(M, H, D)."""
        return self.ensemble.weight.detach()


def make_step(shape: Shape, weight: Tensor, mean: Tensor | None, device: torch.device) -> Training:
    """A training that has not begun."""
    return Training(shape, weight, mean, device)


@torch.no_grad()
def encode(ensemble: Ensemble, x: Tensor) -> Codes:
    """Codes of the images ``x`` (B, D)."""
    return ensemble.encode(x)
