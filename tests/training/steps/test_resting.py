"""Rows that no image uses rest in the compiled step: what comes out is what passing over them each time gives."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.steps.compiled import CompiledStep
from mousaic.training.steps.compiled_loops import GROWTH, adam, catch_up
from mousaic.training.steps.handwritten import TorchStep

MEMBERS, FEATURES, PIXELS = 2, 24, 48
RATE = 1e-3
AWAY = 255
"""Steps: longer than Adam's first moment takes to fade below the rounding of the least weight here."""


def fresh() -> TrainingState:
    mean = torch.full((PIXELS,), 0.1)
    ensemble = Ensemble.of_rows(orthogonal(MEMBERS, FEATURES, PIXELS, 3), 2, mean).requires_grad_(False)
    return TrainingState.start(ensemble)


def kinds() -> tuple[torch.Tensor, torch.Tensor]:
    """Two kinds of images (6, D), each near rows of its own, so that each kind leaves the other's rows idle."""
    rows = orthogonal(MEMBERS, FEATURES, PIXELS, 3)
    draw = torch.Generator().manual_seed(0)
    weights = 1 + torch.rand(2, 6, 3, generator=draw)
    return tuple(0.1 + w @ rows[:, 3 * n : 3 * n + 3].sum(0) for n, w in enumerate(weights))


def images(first: int, last: int) -> list[torch.Tensor]:
    """The batches of steps first..last: of one kind, of the other for a long time, and of the first again."""
    one, other = kinds()
    return [one if step < 40 or step >= 40 + AWAY else other for step in range(first, last)]


def trained(state: TrainingState, batches, way="resting", consistency=0.1, threads=1) -> TrainingState:
    """``resting``, ``awake``: no row ever misses a step, or ``torch``."""
    if way == "torch":
        step = TorchStep(state.ensemble, state.adam, consistency)
    else:
        step = CompiledStep(state.ensemble, state.adam, consistency, 6, threads)
    for number, x in enumerate(batches):
        step(x, batches[number + 1] if number + 1 < len(batches) else None, RATE)
        if way == "awake":
            state.adam.resting.zero_()
    return state


def tensors(state: TrainingState) -> dict[str, torch.Tensor]:
    found = {name: p.detach() for name, p in state.ensemble.named_parameters()}
    found |= {f"first {name}": moment for name, moment in state.adam.first.items()}
    return found | {f"second {name}": moment for name, moment in state.adam.second.items()}


def test_until_a_row_comes_back_no_weight_differs_by_a_bit():
    ours, theirs = (trained(fresh(), images(0, 40 + AWAY), way) for way in ("resting", "awake"))
    assert (ours.adam.resting > 0).any(1).all() and (ours.adam.resting == 0).any(1).all()
    assert (ours.adam.second["weight"][ours.adam.resting > 0].abs().amax(1) > 0).any(), "of rows that had been used"
    for mine, other in zip(ours.ensemble.parameters(), theirs.ensemble.parameters(), strict=True):
        assert torch.equal(mine, other)


@pytest.mark.parametrize("way", ["awake", "torch"])
def test_rows_that_come_back_are_as_if_they_had_never_rested(way):
    before = trained(fresh(), images(0, 40 + AWAY)).adam.resting > 0
    ours, theirs = (trained(fresh(), images(0, 60 + AWAY), how) for how in ("resting", way))
    returned = before & (ours.adam.resting == 0)
    assert returned.any() and (ours.adam.resting > 0).any()
    ours.adam.settle()
    assert ours.adam.resting is None
    mine, other = tensors(ours), tensors(theirs)
    for name in mine:
        close = 2e-6 if way == "awake" else 2e-3
        assert (mine[name] - other[name]).norm() <= close * other[name].norm(), name


def test_the_threads_do_not_change_a_bit():
    one, three = (tensors(trained(fresh(), images(0, 60 + AWAY), threads=threads)) for threads in (1, 3))
    assert all(torch.equal(one[name], three[name]) for name in one)


@pytest.mark.parametrize("stop", [5, 40 + AWAY // 2, 40 + AWAY, 50 + AWAY])
def test_a_checkpoint_among_resting_rows_is_gone_on_with_to_the_bit(tmp_path, stop):
    path, end = tmp_path / "state.safetensors", 60 + AWAY
    whole, state, resumed = fresh(), trained(fresh(), images(0, stop)), fresh()
    trained(whole, images(0, end))
    assert state.adam.resting.any()
    save_checkpoint(path, state)
    kept = copy.deepcopy(tensors(state))
    load_checkpoint(path, resumed)
    assert all(torch.equal(kept[name], tensor) for name, tensor in tensors(resumed).items())
    trained(resumed, images(stop, end))
    assert torch.equal(resumed.adam.resting, whole.adam.resting)
    for name, tensor in tensors(whole).items():
        assert torch.equal(tensors(resumed)[name], tensor), name


def test_no_step_to_come_is_larger_than_what_a_row_is_held_to():
    """Whenever it becomes idle, also while the step size rises."""
    later = np.arange(1, 400)
    for step in range(1, 300):
        bias = np.sqrt(1 - 0.999 ** (step + later)) / np.sqrt(1 - 0.999**step)
        bias *= (1 - 0.9**step) / (1 - 0.9 ** (step + later))
        assert (bias * (step + later) / step * (0.9 / 0.999**0.5) ** later).max() < GROWTH


def test_rows_that_were_never_used_rest_at_once():
    state = trained(fresh(), images(0, 1))
    assert torch.equal(state.adam.resting > 0, ~state.adam.first["weight"].any(2))


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.integers(0, 900), min_size=1, max_size=5),
    size=st.floats(1e-6, 1e2),
    seed=st.integers(0, 2**32 - 1),
)
def test_missed_steps_at_once_are_the_naive_moments(gaps, size, seed):
    draw = np.random.default_rng(seed)
    w, m, v = np.ones(9, np.float32), np.zeros(9, np.float32), np.zeros(9, np.float32)
    first, second = np.zeros(9), np.zeros(9)
    for gap in gaps:
        g = (size * draw.standard_normal(9)).astype(np.float32)
        catch_up(m, v, gap)
        adam(w, m, v, g, np.float32(1e-3), np.float32(1))
        for gradient in [*[0.0] * gap, g.astype(float)]:
            first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
    np.testing.assert_allclose(m, first, rtol=1e-5, atol=1e-6 * size)
    np.testing.assert_allclose(v, second, rtol=2e-4)
