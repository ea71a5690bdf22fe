"""Mousaic as the benchmarks see it: the only file here that knows its training and encoding interface."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

import torch
from torch import Tensor

from mousaic.config import Config, config_for
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.training.checkpoint import TrainingState
from mousaic.training.steps import backend as backends

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
    ensemble = Ensemble.tied(weight.clone(), torch.zeros(shape.members, shape.features), center, shape.k)
    return ensemble.to(device).requires_grad_(False)


def backend_names(device: torch.device) -> list[str]:
    """The ways in which the training step can be computed here, the usual one for a small set first."""
    possible = device.type == "cpu" and find_spec("numba") is not None
    return ["compiled", "torch"] if possible else ["torch"]


def chosen_backend(shape: Shape, device: torch.device, steps: int) -> str:
    """What Mousaic itself takes for a training of so many steps."""
    return backends.choose_backend(_config(shape), device, shape.pixels, steps)


class Training:
    """One training step a call, with the epoch's figures added up, as the training loop does it."""

    def __init__(self, shape: Shape, weight: Tensor, mean: Tensor | None, device: torch.device, backend: str) -> None:
        self.state = TrainingState.start(make_ensemble(shape, weight, mean, device))
        self.step = backends.make_step(backend, self.state, _config(shape), torch.get_num_threads())
        self.backend = backend
        self.number = 0

    def __call__(self, x: Tensor, following: Tensor | None = None) -> Tensor:
        """Train on the batch ``x`` (B, D), with the ``following`` one known or not; the total loss before the step."""
        figures = self.step(x, following, LEARNING_RATE)
        self.state.sums.add(self.number, len(x), figures)
        self.number += 1
        return figures.means[0]

    def weight(self) -> Tensor:
        """(M, H, D)."""
        return self.state.ensemble.weight.detach()


def make_step(
    shape: Shape, weight: Tensor, mean: Tensor | None, device: torch.device, backend: str = "torch"
) -> Training:
    """A training that has not begun."""
    return Training(shape, weight, mean, device, backend)


@torch.no_grad()
def encode(ensemble: Ensemble, x: Tensor) -> Codes:
    """Codes of the images ``x`` (B, D)."""
    return ensemble.encode(x)


def _config(shape: Shape) -> Config:
    members, features, k = shape.members, shape.features, shape.k
    consistency = CONSISTENCY if members > 1 else 0.0
    return config_for(
        "report", members=members, features=features, k=k, batch_size=shape.batch, consistency=consistency
    )
