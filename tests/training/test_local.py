"""Local features: each lives in its square, however it is trained."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from mousaic.config import ImageOptions, config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import from_windows, orthogonal
from mousaic.training.adam import AdamState
from mousaic.training.fit import train_members, untrained_members
from mousaic.training.steps.compiled import CompiledStep
from mousaic.training.steps.handwritten import TorchStep

SIDE, LOCAL, RATE = 12, 5, 3e-3


@pytest.fixture(scope="module")
def bars(small_set: Path) -> ImageSet:
    return load_images(small_set, ImageOptions(size=16))


def started(members: int = 2) -> tuple[Ensemble, list[torch.Tensor]]:
    images = torch.rand(24, SIDE * SIDE, generator=torch.Generator().manual_seed(0))
    mean = images.mean(0)
    ensemble = Ensemble.of_rows(orthogonal(members, 18, SIDE * SIDE, 0), 4, mean).requires_grad_(False)
    # A seed without equal windows, which would tie for a place among the k largest.
    ensemble.weight.data = from_windows(images - mean, (1, SIDE, SIDE), members, 18, 1, (LOCAL,)) / 2
    return ensemble, list(images.split(8))


def squares(weight: torch.Tensor, side: int, local: int) -> bool:
    """Whether each row (..., D) of a grey dictionary is 0 outside a square of so many pixels a side."""
    for row in (weight.reshape(-1, side, side) != 0).numpy():
        down, across = row.any(1).nonzero()[0], row.any(0).nonzero()[0]
        if np.ptp(down) >= local or np.ptp(across) >= local:
            return False
    return True


@pytest.mark.parametrize("compiled", [False, True])
def test_a_step_is_that_of_a_masked_dictionary(compiled: bool) -> None:
    """The reference multiplies the dictionary by its mask and lets autograd and torch's own Adam do the rest."""
    ensemble, batches = started()
    mask = (ensemble.weight != 0).float()
    weight, bias, center = (p.data.clone().requires_grad_() for p in (ensemble.weight, ensemble.bias, ensemble.center))
    optimiser = torch.optim.Adam([weight, bias, center], RATE)
    for x in batches:
        rows = weight * mask
        a = torch.einsum("mbd,mhd->mbh", x - center[:, None], rows) + bias[:, None]
        values, indices = a.topk(ensemble.k)
        y = torch.zeros_like(a).scatter(2, indices, values) @ rows + center[:, None]
        optimiser.zero_grad()
        (y - x).square().mean().backward()
        optimiser.step()
    adam = AdamState.zeros(ensemble)
    step = CompiledStep(ensemble, adam, 0.0, 8, 2, True) if compiled else TorchStep(ensemble, adam, 0.0, True)
    for number, x in enumerate(batches):
        step(x, batches[number + 1] if number + 1 < len(batches) else None, RATE)
    assert torch.equal(ensemble.weight != 0, mask.bool())
    torch.testing.assert_close(ensemble.weight, (weight * mask).detach(), rtol=0, atol=2e-5)
    torch.testing.assert_close(ensemble.bias, bias.detach(), rtol=0, atol=2e-5)


@pytest.mark.parametrize("compiled", [False, True])
def test_without_it_features_leave_their_squares(compiled: bool) -> None:
    ensemble, batches = started()
    adam = AdamState.zeros(ensemble)
    step = CompiledStep(ensemble, adam, 0.0, 8, 1) if compiled else TorchStep(ensemble, adam, 0.0)
    step(batches[0], None, RATE)
    assert not squares(ensemble.weight, SIDE, LOCAL)


@pytest.mark.parametrize("backend", ["torch", "compiled"])
def test_a_training_with_revival_keeps_every_feature_in_a_square(bars: ImageSet, backend: str) -> None:
    config = config_for(
        "default", local=6, members=2, features=64, k=2, size=16, epochs=6, batch_size=4, backend=backend, revive=0.8
    )
    start, trained = untrained_members(bars, config).weight, train_members(bars, config).weight
    assert squares(trained, 16, 6) and bool((trained.norm(dim=2) > 0).all())
    moved = (start != 0) != (trained != 0)
    assert moved.any(), "some feature was to be revived elsewhere"
    unrevived = dataclasses.replace(config, training=dataclasses.replace(config.training, revive=0.0))
    assert torch.equal(train_members(bars, unrevived).weight != 0, start != 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"local": 1}, "--local must be 2 to 128"),
        ({"local": 129}, "--local must be 2 to 128"),
        ({"local": 8, "init": "orthogonal"}, "add --init windows"),
    ],
)
def test_impossible_windows_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(MousaicError, match=words):
        config_for("default", **options)
