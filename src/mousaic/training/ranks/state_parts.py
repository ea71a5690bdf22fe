"""The part of a training's state that some of its members are."""

from __future__ import annotations

from torch import Tensor

from mousaic.model.ensemble import Ensemble
from mousaic.training.adam import AdamState
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import EpochSums


def part_of(state: TrainingState, own: slice) -> TrainingState:
    """The members ``own``, whose tensors are shared with the whole."""
    whole, adam = state.ensemble, state.adam
    values = {name: p.data[own] for name, p in whole.values.items()}
    ensemble = Ensemble(values, whole.k, whole.parts).requires_grad_(False)
    first, second, memory = (
        {name: t[own] for name, t in tensors.items()} for tensors in (adam.first, adam.second, state.memory)
    )
    resting = None if adam.resting is None else adam.resting[own]
    moments = AdamState(first, second, adam.steps, resting)
    return TrainingState(ensemble, moments, EpochSums.zeros(ensemble), memory=memory)


def weights_in(state: TrainingState) -> list[Tensor]:
    """The members' parameters, members first, in an order of their own."""
    return [p.data for _, p in sorted(state.ensemble.values.items())]


def rest_in(state: TrainingState) -> list[Tensor]:
    """What a step remembers of them besides, likewise."""
    kinds = state.adam.first, state.adam.second, state.memory
    found = [tensor for tensors in kinds for _, tensor in sorted(tensors.items())]
    return found if state.adam.resting is None else [*found, state.adam.resting]
