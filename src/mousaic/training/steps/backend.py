"""Which way the training step is computed, decided before the training begins and recorded with the run."""

from __future__ import annotations

import importlib.util

import torch

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.training.checkpoint import TrainingState
from mousaic.training.objectives.partners import has_partners, strength
from mousaic.training.steps.handwritten import Pull, Step, TorchStep

WORTH_COMPILING = 3e9
"""From this much work on, the compiled step saves more than the 4 to 6 s that compiling it may cost.

Work is weights x steps x (1 + batch / 80): where it was measured (docs/performance.md) the compiled step saves about
1.6 ns for each weight and step in small batches, and in large ones the more the larger they are.
"""


def choose_backend(config: Config, device: torch.device, pixels: int, steps: int) -> str:
    """``"torch"`` or ``"compiled"``: a function of the parameters alone, so that a seed means the same bytes each time.

    Args:
        pixels: D.
        steps: batches in the whole training.

    Raises:
        MousaicError: the compiled step was asked for and cannot be had.
    """
    wanted = config.training.backend
    pulled = has_partners(config.training, config.model.members)
    if wanted == "compiled" and pulled:
        raise MousaicError(
            f"The compiled step knows the consistency loss on codes alone: with --consistency-kind "
            f"{config.training.consistency_kind} use --backend torch."
        )
    if wanted == "compiled" and config.training.nested:
        raise MousaicError("The compiled step does not know nested codes: with --nested use --backend torch.")
    known = not pulled and not config.training.nested
    possible = device.type == "cpu" and importlib.util.find_spec("numba") is not None and known
    if wanted == "compiled" and not possible:
        raise MousaicError("The compiled step needs a CPU and the package numba: use --backend torch.")
    if wanted != "auto":
        return wanted
    weights = config.model.members * config.model.features * pixels
    work = weights * steps * (1 + config.training.batch_size / 80)
    return "compiled" if possible and work >= WORTH_COMPILING else "torch"


def make_step(backend: str, state: TrainingState, config: Config, threads: int) -> Step:
    """The step that trains ``state``.

    Raises:
        MousaicError: the run was begun with the compiled step, which this installation lacks.
    """
    consistency, confined = config.training.consistency, config.model.local > 0
    if backend == "torch":
        pull = _pull(state, config) if has_partners(config.training, config.model.members) else None
        return TorchStep(state.ensemble, state.adam, consistency, confined, pull, config.training.nested)
    try:
        from mousaic.training.steps.compiled import CompiledStep
    except ImportError as error:
        raise MousaicError("This run was begun with the compiled step: pip install numba to go on with it.") from error
    return CompiledStep(state.ensemble, state.adam, consistency, config.training.batch_size, threads, confined)


def _pull(state: TrainingState, config: Config) -> Pull:
    return lambda: (strength(config.training, state.epoch), state.partners)
