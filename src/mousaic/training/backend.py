"""Which way the training step is computed, decided before the training begins and recorded with the run."""

from __future__ import annotations

import importlib.util

import torch

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.training.checkpoint import TrainingState
from mousaic.training.step import Step, TorchStep

WORTH_COMPILING = 3e9
"""Weights times steps from which the compiled step saves more than compiling it may cost: it saves about 0.5 ns per
weight and step on a machine where it takes some 4 s to compile once."""


def choose_backend(config: Config, device: torch.device, pixels: int, steps: int) -> str:
    """``"torch"`` or ``"compiled"``: a function of the parameters alone, so that a seed means the same bytes each time.

    Args:
        pixels: D.
        steps: batches in the whole training.

    Raises:
        MousaicError: the compiled step was asked for and cannot be had.
    """
    wanted = config.training.backend
    possible = device.type == "cpu" and importlib.util.find_spec("numba") is not None
    if wanted == "compiled" and not possible:
        raise MousaicError("The compiled step needs a CPU and the package numba: use --backend torch.")
    if wanted != "auto":
        return wanted
    work = config.model.members * config.model.features * pixels * steps
    return "compiled" if possible and work >= WORTH_COMPILING else "torch"


def make_step(backend: str, state: TrainingState, config: Config, threads: int) -> Step:
    """The step that trains ``state``.

    Raises:
        MousaicError: the run was begun with the compiled step, which this installation lacks.
    """
    consistency = config.training.consistency
    if backend == "torch":
        return TorchStep(state.ensemble, state.adam, consistency)
    try:
        from mousaic.training.compiled import CompiledStep
    except ImportError as error:
        raise MousaicError("This run was begun with the compiled step: pip install numba to go on with it.") from error
    return CompiledStep(state.ensemble, state.adam, consistency, config.training.batch_size, threads)
