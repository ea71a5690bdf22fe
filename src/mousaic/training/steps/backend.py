"""Which way the training step is computed, decided before the training begins and recorded with the run."""

from __future__ import annotations

import importlib.util

import torch

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.model.member_parts import STANDARD, capabilities_of, parts_of
from mousaic.training.checkpoint import TrainingState
from mousaic.training.objectives.objective import COMPILED, OBJECTIVES, Objective
from mousaic.training.objectives.partners import has_partners, strength
from mousaic.training.steps.autograd import AutogradStep
from mousaic.training.steps.dictionary import DictionaryStep
from mousaic.training.steps.handwritten import TorchStep
from mousaic.training.steps.recorded import RecordedStep
from mousaic.training.steps.share import UNDIVIDED, WHOLE_BATCH, BatchShare, Share
from mousaic.training.steps.step import Pull, Step

WORTH_COMPILING = 3e9
"""From this much work on, the compiled step saves more than the 4 to 6 s that compiling it may cost.

Work is weights x steps x (1 + batch / 80): where it was measured (docs/performance.md) the compiled step saves about
1.6 ns for each weight and step in small batches, and in large ones the more the larger they are.
"""


def choose_backend(config: Config, device: torch.device, pixels: int, steps: int) -> str:
    """``"compiled"``, ``"torch"`` (the gradient by hand), ``"autograd"``, or ``"omp"``, which needs no gradient.

    A function of the parameters alone, so that a seed means the same bytes each time.

    Args:
        pixels: D.
        steps: batches in the whole training.

    Raises:
        MousaicError: a step was asked for that cannot be had.
    """
    wanted, model = config.training.backend, config.model
    if not config.by_gradients:
        return "omp"
    if wanted == "autograd":
        return wanted
    if not by_hand(config):
        if wanted == "compiled":
            raise MousaicError(
                "The compiled step knows the tied linear autoencoder and the reconstruction loss alone: use --backend "
                "autograd, or auto."
            )
        return "autograd"
    if wanted == "compiled":
        _check_compiled(config, device)
    if wanted != "auto":
        return wanted
    work = model.members * model.features * pixels * steps * (1 + config.training.batch_size / 80)
    return "compiled" if _compilable(config, device) and work >= WORTH_COMPILING else "torch"


def by_hand(config: Config) -> bool:
    """The gradient is written out for this model and objective."""
    objective, parts = OBJECTIVES.load(config.training.objective_name), parts_of(config.model)
    capabilities_of(parts)  # refuses parts that are not there, or do not go together
    return parts == STANDARD and type(objective).by_hand is not Objective.by_hand


def _compilable(config: Config, device: torch.device) -> bool:
    known = COMPILED in OBJECTIVES[config.training.objective_name].capabilities
    pulled = has_partners(config.training, config.model.members)
    return known and not pulled and device.type == "cpu" and importlib.util.find_spec("numba") is not None


def _check_compiled(config: Config, device: torch.device) -> None:
    """Say why the compiled step cannot be had, where it cannot."""
    if has_partners(config.training, config.model.members):
        raise MousaicError(
            f"The compiled step knows the consistency loss on codes alone: with --consistency-kind "
            f"{config.training.consistency_kind} use --backend torch."
        )
    if COMPILED not in OBJECTIVES[config.training.objective_name].capabilities:
        raise MousaicError(
            f"The compiled step does not know {config.training.objective_name} codes: with "
            f"--{config.training.objective_name} use --backend torch."
        )
    if not _compilable(config, device):
        raise MousaicError("The compiled step needs a CPU and the package numba: use --device cpu, or --backend torch.")


def make_step(
    backend: str,
    state: TrainingState,
    config: Config,
    threads: int,
    share: Share = UNDIVIDED,
    images: BatchShare = WHOLE_BATCH,
) -> Step:
    """The step that trains ``state``.

    Args:
        share: which members those of ``state`` are, where others train the rest: of no ``"autograd"``, and of no
            features that have partners.
        images: which images of each batch are worked on here, where others work on the rest; see
            :mod:`mousaic.training.steps.divisible`.

    Raises:
        MousaicError: the run was begun with the compiled step, which this installation lacks.
    """
    consistency, confined = config.training.consistency, bool(config.sides)
    if backend == "omp":
        return DictionaryStep(state.ensemble, state.memory, share, images)
    objective = OBJECTIVES.load(config.training.objective_name)
    if backend == "autograd":
        return AutogradStep(state.ensemble, state.adam, objective, _pull(state, config), confined, images)
    if backend == "torch":
        pull = _pull(state, config) if has_partners(config.training, config.model.members) else None
        step = TorchStep(state.ensemble, state.adam, consistency, confined, pull, objective, share, images)
        alone = share is UNDIVIDED and images is WHOLE_BATCH
        recorded = state.ensemble.device.type == "cuda" and pull is None and alone
        return RecordedStep(step, config.training.batch_size) if recorded else step
    try:
        from mousaic.training.steps.compiled import CompiledStep
    except ImportError as error:
        raise MousaicError("This run was begun with the compiled step: pip install numba to go on with it.") from error
    batch = config.training.batch_size
    return CompiledStep(state.ensemble, state.adam, consistency, batch, threads, confined, share, images)


def _pull(state: TrainingState, config: Config) -> Pull:
    return lambda: (strength(config.training, state.epoch), state.partners)
