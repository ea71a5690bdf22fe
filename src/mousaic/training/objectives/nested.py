"""Nested codes: one model that is to be usable with k/4, k/2 and k active features.

    loss = mean over n in (k/4, k/2, k) of mean over members, images and pixels of (y_n - x)^2

with y_n the reconstruction from the n largest entries of the code alone, so that the strongest features learn to do
without the rest (after Kusupati et al. 2022, "Matryoshka Representation Learning", and Bussmann et al. 2025, "Learning
Multi-Level Features with Matryoshka Sparse Autoencoders", who nest the dictionary; here the code is nested and all
features stay free to be strong).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from mousaic.training.objectives.objective import ByHand, Objective, mean_squared


class Nested(Objective):
    """Of the strongest quarter, half and all of a code."""

    def sizes(self, k: int) -> tuple[int, ...]:
        return tuple(sorted({max(1, k // 4), max(1, k // 2), k}))

    def loss(self, outputs: Sequence[Tensor], x: Tensor) -> Tensor:
        return torch.stack([mean_squared(output - x) for output in outputs]).mean()

    def by_hand(self, outputs: Sequence[Tensor], x: Tensor) -> ByHand:
        errors = [output - x for output in outputs]
        losses = torch.stack([mean_squared(error) for error in errors])
        return ByHand(losses.mean(), losses[-1], errors, 2 / (len(errors) * errors[0].numel()))


NESTED = Nested()
