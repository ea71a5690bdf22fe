"""The step of any model against the hand-written one, for every objective and kind of consistency."""

from __future__ import annotations

import copy

import pytest
import torch

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import Parts
from mousaic.model.sparsity.jump_relu import STRENGTH
from mousaic.training.adam import AdamState
from mousaic.training.objectives.nested import NESTED
from mousaic.training.objectives.objective import OBJECTIVES, Objective, mean_squared
from mousaic.training.objectives.partners import find_partners
from mousaic.training.objectives.reconstruction import RECONSTRUCTION
from mousaic.training.steps.autograd import AutogradStep, losses_of
from mousaic.training.steps.backend import choose_backend
from mousaic.training.steps.handwritten import TorchStep, loss_and_gradients


def start(center: bool, dtype: torch.dtype = torch.float32) -> tuple[Ensemble, torch.Tensor]:
    draw = torch.Generator().manual_seed(1)
    x = torch.rand(6, 30, generator=draw)
    ensemble = Ensemble.of_rows(orthogonal(3, 16, 30, 0), 5, x.mean(0) if center else None)
    ensemble.bias.data += 0.1 * torch.randn(3, 16, generator=draw)
    return ensemble.to(dtype).requires_grad_(False), x.to(dtype)


@pytest.mark.parametrize("objective", [RECONSTRUCTION, NESTED])
@pytest.mark.parametrize("kind", [None, "dictionary", "matched"])
@pytest.mark.parametrize("center", [False, True])
def test_losses_and_gradients_are_those_written_by_hand(objective, kind, center):
    ensemble, x = start(center, torch.float64)
    partners = None if kind is None else find_partners(ensemble.dictionary(), kind)
    by_hand = loss_and_gradients(ensemble, x, 0.3, partners=partners, objective=objective)
    ensemble.requires_grad_(True)
    losses, codes, output = losses_of(ensemble, x, objective, 0.3, partners)
    losses.total.backward()
    for ours, theirs in zip(losses, by_hand.losses, strict=True):
        torch.testing.assert_close(ours.detach(), theirs, rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(output.detach(), by_hand.output)
    assert torch.equal(codes.indices, by_hand.codes.by_feature().indices)
    for name, parameter in ensemble.values.items():
        torch.testing.assert_close(parameter.grad, getattr(by_hand.gradients, name), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("objective", [RECONSTRUCTION, NESTED])
@pytest.mark.parametrize("confined", [False, True])
def test_it_trains_as_the_hand_written_step_does(objective, confined):
    ensemble, x = start(True)
    if confined:
        ensemble.weight.data[..., 20:] = 0
    twin = copy.deepcopy(ensemble)
    adams = AdamState.zeros(ensemble), AdamState.zeros(twin)
    by_hand = TorchStep(ensemble, adams[0], 0.2, confined, objective=objective)
    automatic = AutogradStep(twin, adams[1], objective, lambda: (0.2, None), confined)
    for number in range(4):
        ours, theirs = automatic(x, None, 1e-3 * (number + 1)), by_hand(x, None, 1e-3 * (number + 1))
        torch.testing.assert_close(ours.means, theirs.means, rtol=1e-4, atol=1e-6)
        assert torch.equal(ours.fired, theirs.fired)
    for name, parameter in twin.values.items():
        assert (parameter - ensemble.values[name]).abs().max() < 2e-4, name
        assert not parameter.requires_grad
        torch.testing.assert_close(adams[1].first[name], adams[0].first[name], rtol=1e-3, atol=1e-6)
    if confined:
        assert (twin.weight[..., 20:] == 0).all() and (twin.weight[..., :20] != 0).any()


class Absolute(Objective):
    """Mean absolute error: a formula alone."""

    def loss(self, outputs, x):
        return (outputs[-1] - x).abs().mean()


def test_an_objective_with_a_formula_alone_falls_when_it_is_trained():
    ensemble, x = start(True)
    step = AutogradStep(ensemble, AdamState.zeros(ensemble), Absolute(), lambda: (0.0, None))
    losses = [float(step(x, None, 1e-2).means[0]) for _ in range(30)]
    assert losses[-1] < 0.5 * losses[0]
    means = step(x, None, 0.0).means
    output = ensemble(x)[1]
    assert float(means[1]) == pytest.approx(float(mean_squared(output - x)), rel=1e-4)
    assert float(means[0]) == pytest.approx(float((output - x).abs().mean()), rel=1e-4)


def test_what_a_sparsity_asks_for_is_part_of_the_loss_and_moves_its_thresholds():
    plain, x = start(True)
    rows, mean = plain.weight.data, x.mean(0)
    made = Ensemble.of_rows(rows, 3, mean, Parts(sparsity="jump-relu")).requires_grad_(False)
    made.settle(x)
    for k, wanted in ((1, 1), (9, -1)):  # too many active: thresholds rise
        own = made.with_k(k)
        before = own.values["log_threshold"].data.clone()
        losses, codes, _ = losses_of(own.requires_grad_(True), x, RECONSTRUCTION, 0.0, None)
        active = codes.values.ne(0).sum((1, 2)) / len(x)
        expected = losses.reconstruction + STRENGTH * (active / k - 1).square().mean()
        torch.testing.assert_close(losses.total.detach(), expected)
        step = AutogradStep(own, AdamState.zeros(own), Absolute(), lambda: (0.0, None))
        step(x, None, 1e-3)
        moved = own.values["log_threshold"].data - before
        assert wanted * float(moved.mean()) > 0
        made.values["log_threshold"].data.copy_(before)


def test_which_step_is_taken():
    cpu = torch.device("cpu")
    assert choose_backend(config_for("default", backend="autograd"), cpu, 64, 10) == "autograd"
    assert choose_backend(config_for("default", learn="topk"), cpu, 64, 10) == "torch"
    assert choose_backend(config_for("default"), cpu, 64, 10) == "omp"
    OBJECTIVES.register("absolute", Absolute())
    try:
        config = config_for("default", objective="absolute")
        assert choose_backend(config, cpu, 4096, 10**6) == "autograd"
        with pytest.raises(MousaicError, match="--backend autograd"):
            choose_backend(config_for("default", objective="absolute", backend="compiled"), cpu, 64, 10)
    finally:
        OBJECTIVES.forget("absolute")
    with pytest.raises(MousaicError, match="There is no objective 'absolute'"):
        choose_backend(config, cpu, 64, 10)
    with pytest.raises(MousaicError, match="There is no decoder 'tide'; did you mean 'tied'"):
        choose_backend(config_for("default", decoder="tide"), cpu, 64, 10)
