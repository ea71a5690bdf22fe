"""The usual objective: the mean squared error of the reconstructions.

loss = mean over members, images and pixels of (y - x)^2
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from mousaic.training.objectives.objective import ByHand, Objective, mean_squared


class Reconstruction(Objective):
    """Of whole codes."""

    def loss(self, outputs: Sequence[Tensor], x: Tensor) -> Tensor:
        return mean_squared(outputs[-1] - x)

    def by_hand(self, outputs: Sequence[Tensor], x: Tensor) -> ByHand:
        error = outputs[-1] - x
        loss = mean_squared(error)
        return ByHand(loss, loss, [error], 2 / error.numel())


RECONSTRUCTION = Reconstruction()
