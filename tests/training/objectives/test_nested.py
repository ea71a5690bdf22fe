"""The loss of nested codes against separate modules, one for each size, and automatic differentiation."""

from __future__ import annotations

import itertools

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.adam import AdamState
from mousaic.training.objectives.consistency import feature_loss
from mousaic.training.objectives.nested import NESTED
from mousaic.training.objectives.partners import find_partners
from mousaic.training.objectives.reconstruction import RECONSTRUCTION
from mousaic.training.steps.handwritten import TorchStep, loss_and_gradients


def made(members, features, k, pixels, center, seed=0):
    draw = torch.Generator().manual_seed(seed)
    weight = torch.randn(members, features, pixels, generator=draw, dtype=torch.float64)
    bias = 0.1 * torch.randn(members, features, generator=draw, dtype=torch.float64)
    mean = torch.rand(members, pixels, generator=draw, dtype=torch.float64) if center else None
    return Ensemble.tied(weight, bias, mean, k), torch.rand(6, pixels, generator=draw, dtype=torch.float64)


def naive_losses(ensemble, x, weight):
    """Total, reconstruction of the whole code, and consistency: image by image, size by size."""
    codes, total, whole = [], 0, 0
    sizes = NESTED.sizes(ensemble.k)
    for m in range(ensemble.members):
        c = 0 if ensemble.center is None else ensemble.center[m]
        a = (x - c) @ ensemble.weight[m].T + ensemble.bias[m]
        kept = torch.zeros(len(sizes), *a.shape, dtype=a.dtype)
        for b, row in enumerate(a):
            order = row.argsort(descending=True)
            for place, size in enumerate(sizes):
                kept[place, b, order[:size]] = 1
        errors = [((a * mask) @ ensemble.weight[m] + c - x).square().mean() for mask in kept]
        total, whole = total + sum(errors) / len(sizes) / ensemble.members, whole + errors[-1] / ensemble.members
        codes.append(a * kept[-1])
    pairs = list(itertools.combinations(codes, 2))
    consistency = sum((p - q).square().mean() for p, q in pairs) / len(pairs) if pairs else x.new_zeros(())
    return total + weight * consistency, whole, consistency


def check(ensemble, x, weight):
    step = loss_and_gradients(ensemble, x, weight, objective=NESTED)
    losses = naive_losses(ensemble, x, weight)
    losses[0].backward()
    for ours, theirs in zip(step.losses, losses, strict=True):
        torch.testing.assert_close(ours, theirs.detach(), rtol=1e-9, atol=1e-11)
    for name in ("weight", "bias", "center"):
        parameter = getattr(ensemble, name)
        if parameter is not None:
            torch.testing.assert_close(getattr(step.gradients, name), parameter.grad, rtol=1e-9, atol=1e-11)
    assert ensemble.center is not None or step.gradients.center is None


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize("weight", [0.0, 3.0])
def test_losses_and_every_gradient_match_automatic_differentiation(center, weight):
    check(*made(3, 24, 8, 20, center), weight)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 3), st.integers(1, 20), st.floats(0, 1), st.integers(1, 9), st.booleans(), st.integers(0, 999))
def test_gradients_match_for_any_shape(members, features, share, pixels, center, seed):
    check(*made(members, features, max(1, round(share * features)), pixels, center, seed), 0.1)


def test_the_gradient_passes_gradcheck():
    ensemble, x = made(2, 10, 4, 7, True)
    shapes = [p.shape for p in (ensemble.weight, ensemble.bias, ensemble.center)]

    class Nested(torch.autograd.Function):
        @staticmethod
        def forward(context, *parameters):
            step = loss_and_gradients(Ensemble.tied(*(p.detach() for p in parameters), 4), x, 0.5, objective=NESTED)
            context.save_for_backward(*step.gradients)
            return step.losses.total

        @staticmethod
        def backward(context, gradient):
            return tuple(gradient * own for own in context.saved_tensors)

    inputs = [p.detach().clone().requires_grad_() for p in (ensemble.weight, ensemble.bias, ensemble.center)]
    assert torch.autograd.gradcheck(Nested.apply, inputs, eps=1e-7)
    assert [p.shape for p in loss_and_gradients(ensemble, x, 0.5, objective=NESTED).gradients] == shapes


def test_partners_pull_as_in_a_plain_training():
    ensemble, x = made(3, 12, 8, 9, True)
    partners = find_partners(ensemble.weight, "dictionary")
    with_them = loss_and_gradients(ensemble, x, 0.7, None, partners, objective=NESTED)
    without = loss_and_gradients(ensemble, x, 0.0, objective=NESTED)
    pull = torch.zeros_like(ensemble.weight)
    loss = feature_loss(ensemble.weight, partners, 0.7, pull)
    torch.testing.assert_close(with_them.gradients.weight, without.gradients.weight + pull)
    torch.testing.assert_close(with_them.losses.total, without.losses.total + 0.7 * loss)


def test_the_sizes_are_a_quarter_half_and_all():
    assert NESTED.sizes(50) == (12, 25, 50) and NESTED.sizes(4) == (1, 2, 4)
    assert NESTED.sizes(3) == (1, 3) and NESTED.sizes(2) == (1, 2) and NESTED.sizes(1) == (1,)


def test_with_one_active_feature_it_is_the_plain_loss():
    ensemble, x = made(2, 9, 1, 6, True)
    for ours, theirs in zip(
        loss_and_gradients(ensemble, x, 0.3, objective=NESTED)[:2],
        loss_and_gradients(ensemble, x, 0.3)[:2],
        strict=True,
    ):
        for one, other in zip(ours, theirs, strict=True):
            torch.testing.assert_close(one, other)


def test_the_strongest_features_learn_to_do_alone():
    def error_at(nested, k):
        draw = torch.Generator().manual_seed(1)
        parts = torch.randn(12, 30, generator=draw)
        x = torch.rand(64, 12, generator=draw).pow(3) @ parts
        ensemble = Ensemble.of_rows(orthogonal(1, 24, 30, 0), 8, x.mean(0)).requires_grad_(False)
        step = TorchStep(ensemble, AdamState.zeros(ensemble), 0.0, objective=NESTED if nested else RECONSTRUCTION)
        for _ in range(300):
            step(x, None, 3e-3)
        few = ensemble.with_k(k)
        return (few.decode(few.encode(x)) - x).square().mean().item()

    assert error_at(True, 2) < 0.97 * error_at(False, 2)
