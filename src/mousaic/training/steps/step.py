"""What the training loop asks of a step, however it is computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from torch import Tensor

from mousaic.training.metrics import BatchFigures

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
