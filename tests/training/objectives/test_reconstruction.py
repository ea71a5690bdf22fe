"""The stacked ensemble against five separate modules: forward, losses, every gradient, ten steps."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.steps.handwritten import loss_and_gradients

_spec = importlib.util.spec_from_file_location("naive", Path(__file__).with_name("naive.py"))
naive = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(naive)


def pair_of(members, features, k, pixels, center, seed=0):
    """An ensemble with bias and center away from zero, and the same as separate modules."""
    mean = torch.rand(pixels, generator=torch.Generator().manual_seed(seed)) if center else None
    ensemble = Ensemble.of_rows(orthogonal(members, features, pixels, seed), k, mean).requires_grad_(False)
    ensemble.bias += 0.1 * torch.randn(members, features, generator=torch.Generator().manual_seed(seed + 1))
    centers = [None] * members if ensemble.center is None else list(ensemble.center)
    modules = [naive.NaiveMember(w, b, c, k) for w, b, c in zip(ensemble.weight, ensemble.bias, centers, strict=True)]
    return ensemble, modules


def images(batch, pixels, seed=5):
    return torch.rand(batch, pixels, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("center", [False, True])
def test_forward_matches_the_naive_modules(center):
    ensemble, modules = pair_of(5, 24, 6, 40, center)
    x = images(7, 40)
    codes, output = ensemble(x)
    dense = codes.dense(24)
    for member, module in enumerate(modules):
        code, y = module(x)
        torch.testing.assert_close(dense[member], code, rtol=1e-5, atol=1e-6)
        torch.testing.assert_close(output[member], y, rtol=1e-5, atol=1e-6)
    assert (dense != 0).sum(-1).eq(6).all()


def check_gradients(members, features, k, pixels, batch, center, weight, dtype=torch.float32, seed=0):
    ensemble, modules = pair_of(members, features, k, pixels, center, seed)
    ensemble, modules = ensemble.to(dtype), [module.to(dtype) for module in modules]
    x = images(batch, pixels).to(dtype)
    step = loss_and_gradients(ensemble, x, weight)
    losses = naive.naive_losses(modules, x, weight)
    losses[0].backward()
    tight = {"rtol": 1e-9, "atol": 1e-11} if dtype == torch.float64 else {"rtol": 2e-4, "atol": 2e-6}
    for ours, theirs in zip(step.losses, losses, strict=True):
        torch.testing.assert_close(ours, theirs.detach().to(dtype), **tight)
    for member, module in enumerate(modules):
        torch.testing.assert_close(step.gradients.weight[member], module.weight.grad, **tight)
        torch.testing.assert_close(step.gradients.bias[member], module.bias.grad, **tight)
        if center:
            torch.testing.assert_close(step.gradients.center[member], module.center.grad, **tight)


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize("weight", [0.0, 0.1, 3.0])
def test_losses_and_every_gradient_match_automatic_differentiation(center, weight):
    check_gradients(5, 24, 6, 40, 7, center, weight)
    check_gradients(5, 24, 6, 40, 7, center, weight, torch.float64)


@settings(max_examples=25, deadline=None)
@given(
    members=st.integers(1, 4),
    features=st.integers(1, 20),
    share=st.floats(0, 1),
    pixels=st.integers(1, 12),
    batch=st.integers(1, 5),
    center=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_gradients_match_for_any_shape(members, features, share, pixels, batch, center, seed):
    k = max(1, round(share * features))
    check_gradients(members, features, k, pixels, batch, center, 0.1, torch.float64, seed)


@pytest.mark.parametrize("center", [False, True])
def test_ten_steps_of_training_end_with_the_same_weights(center):
    ensemble, modules = pair_of(5, 32, 6, 48, center)
    state = AdamState.zeros(ensemble)
    optimisers = [torch.optim.Adam(module.parameters(), lr=1e-3) for module in modules]
    for number in range(10):
        x = images(6, 48, seed=number)
        adam_step(ensemble, loss_and_gradients(ensemble, x, 0.1).gradients._asdict(), state, 1e-3)
        for optimiser in optimisers:
            optimiser.zero_grad()
        naive.naive_losses(modules, x, 0.1)[0].backward()
        for optimiser in optimisers:
            optimiser.step()
    for member, module in enumerate(modules):
        torch.testing.assert_close(ensemble.weight[member], module.weight.detach(), rtol=1e-4, atol=1e-5)
        torch.testing.assert_close(ensemble.bias[member], module.bias.detach(), rtol=1e-4, atol=1e-5)
        if center:
            torch.testing.assert_close(ensemble.center[member], module.center.detach(), rtol=1e-4, atol=1e-5)


def test_one_member_has_no_consistency_loss():
    ensemble, _ = pair_of(1, 8, 2, 10, True)
    step = loss_and_gradients(ensemble, images(3, 10), 5.0)
    assert step.losses.consistency == 0
    assert step.losses.total == step.losses.reconstruction
