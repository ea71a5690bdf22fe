"""The step recorded on a GPU against the same step without a record, and against the processor's."""

from __future__ import annotations

import copy

import pytest
import torch

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import EpochSums
from mousaic.training.objectives.nested import NESTED
from mousaic.training.objectives.reconstruction import RECONSTRUCTION
from mousaic.training.steps.handwritten import TorchStep
from mousaic.training.steps.recorded import RecordedStep

pytestmark = pytest.mark.skipif(
    not torch.cuda.is_available(), reason="records are of CUDA, and there is no such GPU here"
)
BATCH = 6


def start(device: str) -> TrainingState:
    ensemble = Ensemble.of_rows(orthogonal(3, 32, 30, 0), 5, torch.full((30,), 0.1)).requires_grad_(False)
    return TrainingState.start(ensemble.to(device))


def trained(state: TrainingState, objective, recorded: bool, confined: bool, steps: int = 8) -> TrainingState:
    """On batches of which every third is smaller, as an epoch's last one may be."""
    draw, device = torch.Generator().manual_seed(1), state.ensemble.device
    plain = TorchStep(state.ensemble, state.adam, 0.2, confined, objective=objective)
    step = RecordedStep(plain, BATCH) if recorded else plain
    for number in range(steps):
        x = torch.rand(BATCH if number % 3 else 2, 30, generator=draw).to(device)
        state.sums.add(number, len(x), step(x, None, 1e-3 * (number + 1)))
    return state


@pytest.mark.parametrize("objective", [RECONSTRUCTION, NESTED])
@pytest.mark.parametrize("confined", [False, True])
def test_a_replayed_step_is_the_step(objective, confined):
    states = [start("cuda"), start("cuda"), start("cpu")]
    if confined:
        for state in states:
            state.ensemble.weight.data[..., 20:] = 0
    recorded, plain, there = (trained(state, objective, number == 0, confined) for number, state in enumerate(states))
    assert recorded.adam.steps == plain.adam.steps == 8
    for other in (plain, there):
        for name, p in recorded.ensemble.values.items():
            torch.testing.assert_close(p.cpu(), other.ensemble.values[name].cpu(), rtol=1e-4, atol=1e-5)
            torch.testing.assert_close(
                recorded.adam.second[name].cpu(), other.adam.second[name].cpu(), rtol=1e-3, atol=1e-9
            )
        for name, value in recorded.sums.figures().items():
            assert value == pytest.approx(other.sums.figures()[name], rel=1e-4), name


def test_going_on_from_the_middle_gives_the_same_bytes():
    whole, first = start("cuda"), start("cuda")
    step = {id(state): RecordedStep(TorchStep(state.ensemble, state.adam, 0.2), BATCH) for state in (whole, first)}
    batches = torch.rand(7, BATCH, 30, generator=torch.Generator().manual_seed(2)).cuda()
    for x in batches:
        step[id(whole)](x, None, 1e-3)
    for x in batches[:3]:
        step[id(first)](x, None, 1e-3)
    second = copy.deepcopy(first)
    second.sums = EpochSums.zeros(second.ensemble)
    again = RecordedStep(TorchStep(second.ensemble, second.adam, 0.2), BATCH)
    for x in batches[3:]:
        again(x, None, 1e-3)
    for name, p in whole.ensemble.values.items():
        assert torch.equal(p, second.ensemble.values[name]), name
        assert torch.equal(whole.adam.first[name], second.adam.first[name]), name
