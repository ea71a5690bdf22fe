"""The steps that were tried beside the library's: what they claim to do, they do."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import mse_loss

from benchmarks.trials_filters import SharedStep, places, shared_start
from benchmarks.trials_steps import AuxiliaryStep, PursuitStep, UnitStep
from mousaic.config import config_for
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.pursuit import matching_pursuit
from mousaic.training.adam import AdamState
from mousaic.training.data import TrainingData
from mousaic.training.steps.handwritten import TorchStep


def started(step: type[TorchStep]) -> tuple[Ensemble, AdamState, TorchStep, torch.Tensor]:
    draw = torch.Generator().manual_seed(0)
    x = torch.rand(7, 30, generator=draw)
    ensemble = Ensemble.of_rows(orthogonal(1, 20, 30, 0), 4, x.mean(0)).requires_grad_(False)
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


def test_shared_filters_stay_equal_at_all_their_positions() -> None:
    config = config_for(size=12, local=4, features=3 * 9, k=4, members=1, copies=1)
    pixels = torch.rand(6, 1, 12, 12, generator=torch.Generator().manual_seed(0))
    data = TrainingData(pixels, torch.zeros(0, 144), config.augmentation, 0, torch.device("cpu"))
    ensemble, where = shared_start(config, data, 3), places(data.shape, 4, 3)
    assert where.shape == (9, 16) and where[0, :5].tolist() == [0, 1, 2, 3, 12] and where[-1, -1] == 143
    before = ensemble.weight.clone()
    step = SharedStep(ensemble, AdamState.zeros(ensemble), 0.0, where)
    for _ in range(5):
        step(data.images(0), None, 1e-2)
    rows = ensemble.weight[0].view(3, 9, 144)
    inside = rows.gather(2, where.expand(3, -1, -1))
    assert torch.equal(inside, inside[:, :1].expand_as(inside)), "one filter, nine places"
    assert inside.norm() == pytest.approx(rows.norm()), "nothing outside the windows"
    assert not torch.allclose(ensemble.weight, before)
    # The gradient is the sum over places: that of one weight behind all nine.
    filters = inside[:, 0].clone().requires_grad_()
    placed = torch.zeros(3, 9, 144).scatter(2, where.expand(3, -1, -1), filters[:, None].expand(-1, 9, -1))
    x = data.images(0)
    a = (x - ensemble.center) @ placed.flatten(0, 1).T + ensemble.bias[0]
    value, index = a.topk(4)
    y = torch.zeros_like(a).scatter(1, index, value) @ placed.flatten(0, 1) + ensemble.center
    mse_loss(y, x).backward()
    step.adam = AdamState.zeros(ensemble)
    step(x, None, 0.0)
    seen = step.adam.first["weight"][0].view(3, 9, 144).gather(2, where.expand(3, -1, -1))[:, 4] / 0.1
    torch.testing.assert_close(seen, filters.grad, rtol=1e-3, atol=1e-6)
