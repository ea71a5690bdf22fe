"""The steps that were tried beside the library's: what they claim to do, they do."""

from __future__ import annotations

import pytest
import torch

from benchmarks.trials_steps import AuxiliaryStep, PursuitStep, UnitStep
from mousaic.model.ensemble import Ensemble
from mousaic.model.pursuit import matching_pursuit
from mousaic.training.optimiser import AdamState
from mousaic.training.step import TorchStep


def started(step: type[TorchStep]) -> tuple[Ensemble, AdamState, TorchStep, torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    x = torch.rand(7, 30, generator=draw)
    ensemble = Ensemble.initialise(1, 20, 4, 30, 0, x.mean(0)).requires_grad_(False)
    adam = AdamState.zeros(ensemble)
    return ensemble, adam, step(ensemble, adam, 0.0), x


def test_the_auxiliary_loss_moves_dead_features_and_no_others() -> None:
    ensemble, adam, step, x = started(AuxiliaryStep)
    ensemble.bias.data[0, :6] = -100.0
    plain, plain_adam, plain_step, _ = started(TorchStep)
    plain.bias.data[0, :6] = -100.0
    plain_step(x, None, 1e-3)
    assert not plain_adam.first["weight"][0, :6].any(), "a dead feature gets no gradient by itself"
    assert isinstance(step, AuxiliaryStep)
    step.silent[:6] = step.PATIENCE
    step(x, None, 1e-3)
    assert (adam.first["weight"][0, :6].norm(dim=1) > 0).sum() >= 4 and adam.first["bias"][0, :6].any()
    assert torch.equal(ensemble.weight[0, 6:], plain.weight[0, 6:])


def test_the_auxiliary_gradient_is_that_of_its_loss() -> None:
    ensemble, _, step, x = started(AuxiliaryStep)
    assert isinstance(step, AuxiliaryStep)
    ensemble.double()
    rows = ensemble.weight[0, :6].detach().clone().requires_grad_()
    bias = ensemble.bias[0, :6].detach().clone().requires_grad_()
    rest = (x - ensemble(x.double())[1][0]).detach()
    assert torch.autograd.gradcheck(lambda r, b: step.auxiliary(r, b, x.double(), rest), (rows, bias))


def test_rows_of_fixed_length_keep_it() -> None:
    ensemble, _, step, x = started(UnitStep)
    before = ensemble.weight.clone()
    step(x, None, 1e-2)
    torch.testing.assert_close(ensemble.weight.norm(dim=2), before.norm(dim=2))
    assert not torch.allclose(ensemble.weight, before)


def test_pursuit_follows_the_decoders_gradient() -> None:
    ensemble, adam, step, x = started(PursuitStep)
    codes = matching_pursuit(ensemble, x).dense(20)
    weight, center = ensemble.weight.clone().requires_grad_(), ensemble.center.clone().requires_grad_()  # type: ignore[union-attr]
    (codes @ weight + center[:, None] - x).square().mean().backward()
    step(x, None, 1e-3)
    assert weight.grad is not None
    assert adam.first["weight"] == pytest.approx(0.1 * weight.grad, abs=1e-7)
