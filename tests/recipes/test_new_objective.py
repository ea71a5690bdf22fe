"""A new objective: its formula, registered here, without a change in the package."""

from __future__ import annotations

import json
from collections.abc import Sequence

from torch import Tensor

from mousaic.training.objectives.objective import OBJECTIVES, Objective
from tests.recipes.conftest import registered


class Absolute(Objective):
    """The mean absolute error."""

    def loss(self, outputs: Sequence[Tensor], x: Tensor) -> Tensor:
        return (outputs[-1] - x).abs().mean()


def test_a_new_objective(through_the_commands):
    with registered(OBJECTIVES, "absolute", Absolute()):
        run = through_the_commands(objective="absolute")
        record = json.loads((run / "config.json").read_text())
        assert record["config"]["training"]["objective"] == "absolute" and record["backend"] == "autograd"
