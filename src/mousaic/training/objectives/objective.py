"""What training minimises: an objective of reconstructions, plus a weight times the members' disagreement.

    loss = objective(reconstructions, images) + weight * consistency

An objective is one file: its formula, and beside it, where that pays, its derivative by the reconstructions. With the
formula alone any model trains through automatic differentiation; the derivative is what the hand-written step needs
(:mod:`mousaic.training.steps`), and the tests hold the two together.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor

from mousaic.registry import Registry

COMPILED = "compiled"
"""The compiled step computes this objective, too."""


class Losses(NamedTuple):
    """Scalars, on the device."""

    total: Tensor
    reconstruction: Tensor
    """Mean squared error of the whole code's reconstruction, whatever is minimised: comparable between trainings."""
    consistency: Tensor


class ByHand(NamedTuple):
    """An objective and its derivative: by reconstruction i it is ``factor * directions[i]``."""

    loss: Tensor
    reconstruction: Tensor
    directions: list[Tensor]
    """(M, B, D) each."""
    factor: float


class Objective(ABC):
    """What is minimised. The defaults are those of an objective of whole codes, without a derivative by hand."""

    def sizes(self, k: int) -> tuple[int, ...]:
        """How many entries of a code, the largest first, make each reconstruction: rising, the last is k."""
        return (k,)

    @abstractmethod
    def loss(self, outputs: Sequence[Tensor], x: Tensor) -> Tensor:
        """The formula: of reconstructions (M, B, D), one for each of ``sizes``, of the images (B, D)."""

    def by_hand(self, outputs: Sequence[Tensor], x: Tensor) -> ByHand | None:
        """The same with its derivative; None where there is none."""
        return None


def mean_squared(error: Tensor) -> Tensor:
    """The reconstruction loss: mean over members, images and pixels of (y - x)^2."""
    return error.square().mean()


OBJECTIVES: Registry[Objective] = Registry("objective")
OBJECTIVES.register("reconstruction", "mousaic.training.objectives.reconstruction:RECONSTRUCTION", "", [COMPILED])
OBJECTIVES.register("nested", "mousaic.training.objectives.nested:NESTED")
