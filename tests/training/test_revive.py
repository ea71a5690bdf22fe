"""Dead features start anew, and then receive a gradient."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import ImageSet, load_images
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import train_members, training_data
from mousaic.training.initial_ensemble import start_ensemble
from mousaic.training.metrics import EpochSums
from mousaic.training.revive import revive
from mousaic.training.steps.handwritten import loss_and_gradients


@pytest.fixture(scope="module")
def bars(small_set: Path) -> ImageSet:
    return load_images(small_set, ImageOptions(size=16))


def started(bars: ImageSet, dead: slice) -> tuple[TrainingState, torch.Tensor]:
    """A state whose features ``dead`` of member 0 have fired on nothing and cannot, and an epoch's images."""
    config = config_for("default", members=2, features=24, k=3, size=16, augment="none")
    data = training_data(bars, config)
    state = TrainingState.start(start_ensemble(config, data))
    state.epoch = 1
    state.sums = EpochSums.zeros(state.ensemble)
    state.sums.fired += 1
    state.sums.fired[0, dead] = 0
    state.sums.images = len(data.originals)
    state.ensemble.bias.data[0, dead] = -100.0
    for moments in (state.adam.first, state.adam.second):
        for tensor in moments.values():
            tensor.fill_(7.0)
    return state, data.images(0)


def test_only_dead_features_change_and_their_moments_with_them(bars: ImageSet) -> None:
    dead = slice(4, 9)
    state, images = started(bars, dead)
    before = state.ensemble.weight.detach().clone()
    revive(state, images, bars.shape, seed=3)
    changed = (state.ensemble.weight != before).any(2)
    expected = torch.zeros_like(changed)
    expected[0, dead] = True
    assert torch.equal(changed, expected)
    living = before[0, [i for i in range(24) if not 4 <= i < 9]].norm(dim=1).mean()
    assert torch.allclose(state.ensemble.weight[0, dead].norm(dim=1), living.expand(5), rtol=1e-5)
    for moments in (state.adam.first, state.adam.second):
        assert torch.equal((moments["weight"] == 0).all(2), expected)
        assert torch.equal(moments["bias"] == 0, expected)


def test_a_revived_feature_fires_and_gets_a_gradient_where_a_dead_one_gets_none(bars: ImageSet) -> None:
    dead = slice(0, 12)
    state, images = started(bars, dead)
    silent = loss_and_gradients(state.ensemble, images, 0.0).gradients
    assert not silent.weight[0, dead].any() and not silent.bias[0, dead].any()
    revive(state, images, bars.shape, seed=3)
    heard = loss_and_gradients(state.ensemble, images, 0.0).gradients
    rows = heard.weight[0, dead].abs().sum(1) > 0
    assert rows.float().mean() > 0.5  # not all: k = 3 of 24 over a dozen images
    assert heard.bias[0, dead].abs().sum() > 0


def test_each_is_a_window_of_an_image(bars: ImageSet) -> None:
    """All images equal but one with a mark: a row is that image's or the others' difference from the mean, windowed."""
    dead = slice(0, 12)
    state, images = started(bars, dead)
    mean = images.mean(0)
    odd = mean.clone()
    odd[:8] += 5.0  # a mark in the first row only
    revive(state, torch.stack([mean, odd]), bars.shape, seed=0)
    rows = state.ensemble.weight[0, dead].view(-1, 16, 16)
    assert not rows[:, 1:].any() and not rows[:, 0, 8:].any()
    assert (rows[:, 0, :8].abs() > 0).any(1).all() and len(rows[:, 0, :8].sum(1).sign().unique()) == 2


def test_nothing_dead_changes_nothing(bars: ImageSet) -> None:
    state, images = started(bars, slice(0, 0))
    before = state.ensemble.weight.detach().clone()
    revive(state, images, bars.shape, seed=3)
    assert torch.equal(state.ensemble.weight, before)


@pytest.mark.parametrize("backend", ["torch", "compiled"])
def test_training_with_revival_leaves_fewer_dead(bars: ImageSet, backend: str) -> None:
    """Orthogonal noise in a large dictionary leaves most features dead; revival must bring most back."""
    config = config_for(
        "default", members=2, features=64, k=2, size=16, epochs=12, batch_size=4, init="orthogonal", backend=backend
    )
    share = {}
    for revived in (0.0, 0.8):
        training = dataclasses.replace(config.training, revive=revived)
        members = train_members(bars, dataclasses.replace(config, training=training))
        images = training_data(bars, config).images(11)
        fired = members.encode(images).indices
        share[revived] = 1 - np.mean([len(fired[m].unique()) / 64 for m in range(2)])
    assert share[0.8] < 0.7 * share[0.0], share
