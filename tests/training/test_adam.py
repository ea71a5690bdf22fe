from __future__ import annotations

import pytest
import torch

from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import Parts
from mousaic.training.adam import BETAS, EPSILON, AdamState, adam_step, learning_rate_at
from mousaic.training.objectives.reconstruction import RECONSTRUCTION
from mousaic.training.steps.autograd import AutogradStep

PARTS = [
    Parts(encoder=encoder, decoder=decoder)
    for encoder in ("linear", "deep-2", "deep-3")
    for decoder in ("tied", "untied", "nonlinear", "sigmoid", "tied-deep")
    if (encoder, decoder) != ("linear", "tied-deep")
]


@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: f"{parts.encoder} {parts.decoder}")
def test_every_kind_of_member_learns_as_the_textbook_says(parts):
    """Gradients come with any strides; PyTorch's own optimizer, which is not fused, minds them."""
    draw = torch.Generator().manual_seed(0)
    rows, x = torch.randn(2, 6, 10, generator=draw), torch.rand(5, 10, generator=draw)
    ensemble = Ensemble.of_rows(rows, 3, x.mean(0), parts).requires_grad_(False)
    for parameter in ensemble.values.values():
        parameter += 0.1 * torch.randn(parameter.shape, generator=draw)
    twin = Ensemble({name: p.detach().clone() for name, p in ensemble.values.items()}, 3, parts)
    step = AutogradStep(ensemble, AdamState.zeros(ensemble), RECONSTRUCTION, lambda: (0.0, None))
    plain = torch.optim.Adam(twin.values.values(), 1e-2, BETAS, EPSILON, foreach=False)
    for _ in range(3):
        step(x, None, 1e-2)
        plain.zero_grad()
        (twin(x)[1] - x).square().mean().backward()
        plain.step()
    for name, parameter in ensemble.values.items():
        torch.testing.assert_close(
            parameter, twin.values[name], rtol=1e-4, atol=1e-5, msg=lambda m, n=name: f"{n}: {m}"
        )


def test_a_gradient_is_read_by_its_places_not_by_its_memory():
    ensemble = Ensemble.tied(torch.zeros(1, 3, 4), torch.zeros(1, 3), None, 1).requires_grad_(False)
    slope, state = torch.arange(12.0).view(1, 4, 3).transpose(1, 2), AdamState.zeros(ensemble)
    adam_step(ensemble, {"weight": slope, "bias": torch.zeros(1, 3)}, state, 1e-3)
    torch.testing.assert_close(state.first["weight"], 0.1 * slope)


def test_the_step_size_rises_stays_and_falls():
    rates = [learning_rate_at(step, 100, 0.01, warmup=0.1, decay=0.5) for step in range(100)]
    assert rates[0] == pytest.approx(0.001)
    assert rates[9:51] == [0.01] * 42
    assert rates[-1] == pytest.approx(0.01 / 50)
    assert rates[:10] == sorted(rates[:10]) and rates[50:] == sorted(rates[50:], reverse=True)


@pytest.mark.parametrize("steps", [1, 2, 3, 7])
def test_it_is_never_zero(steps):
    for warmup, decay in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.5, 0.5)):
        for step in range(steps):
            assert 0 < learning_rate_at(step, steps, 1.0, warmup, decay) <= 1
