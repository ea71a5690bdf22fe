"""One training step, in plain PyTorch (any device) or compiled (a CPU): the same numbers to float32 rounding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

from mousaic.model.ensemble import Ensemble
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.objectives.nested import nested_loss_and_gradients
from mousaic.training.objectives.reconstruction import loss_and_gradients

Pull = Callable[[], tuple[float, Tensor | None]]
"""Weight of the consistency loss now, and the partners (M, H) where it compares features."""


class Step(Protocol):
    """Trains an ensemble and its Adam state in place, batch by batch."""

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        """Train on the images ``x`` (B, D) with step size ``rate``.

        Args:
            following: the next batch, where the caller knows it: then it must come next.
        """
        ...


class TorchStep:
    """The step in PyTorch operators.

    Args:
        consistency: weight of the consistency loss.
        confined: weights that are 0 stay 0, which keeps local features in their windows.
        pull: of features to their partners, in place of a consistency loss on codes.
        nested: the loss is that of :mod:`mousaic.training.objectives.nested`.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        adam: AdamState,
        consistency: float,
        confined: bool = False,
        pull: Pull | None = None,
        nested: bool = False,
    ) -> None:
        self.ensemble, self.adam, self.consistency, self.confined = ensemble, adam, consistency, confined
        self.pull = pull or (lambda: (consistency, None))
        self.loss = nested_loss_and_gradients if nested else loss_and_gradients
        self.weight_gradient = torch.empty_like(ensemble.weight, requires_grad=False)

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        consistency, partners = self.pull()
        step = self.loss(self.ensemble, x, consistency, self.weight_gradient, partners)
        if self.confined:
            step.gradients.weight.mul_(self.ensemble.weight.data != 0)
        adam_step(self.ensemble, step.gradients, self.adam, rate)
        return batch_figures(step.losses, step.codes, step.output, x, self.ensemble.features)
