"""The non-linear decoder: rows of its own, and beside them one hidden layer, y = z R + relu(z G + d) Q / sqrt(J) + c.

J is the number of hidden units, and its root keeps the branch from running ahead of the rows, as in
:mod:`mousaic.model.encoders.deep`. Q starts at 0, so that a training begins as the untied linear decoder and leaves it
only where that pays. What features show together is then no sum of what they show alone, so their pictures are unit
responses (:mod:`mousaic.model.unit_responses`).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.decoders.untied import UntiedRows
from mousaic.model.member_parts import RENEWABLE, Parameters, Size
from mousaic.model.unit_responses import member_responses
from mousaic.seeds import generator

WIDTH = 256
"""Hidden units, or as many as there are features, if that is less."""


class Nonlinear(UntiedRows):
    """Parameters ``rows`` (M, H, D), ``hidden`` (M, H, J) and ``hidden_bias`` (M, J) into J hidden units, and ``out``
    (M, J, D) out of them."""

    capabilities = frozenset({RENEWABLE})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        members, features, pixels = rows.shape
        width = min(features, WIDTH)
        drawn = [torch.randn(features, width, generator=generator(seed, "nonlinear", m)) for m in range(members)]
        return super().start(rows, seed) | {
            "hidden": torch.stack(drawn).to(rows) * (2 / features) ** 0.5,
            "hidden_bias": rows.new_zeros(members, width),
            "out": rows.new_zeros(members, width, pixels),
        }

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        members, features, pixels = size
        width = min(features, WIDTH)
        return super().shapes(size) | {
            "hidden": (members, features, width),
            "hidden_bias": (members, width),
            "out": (members, width, pixels),
        }

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        hidden = summed_rows(p["hidden"], codes, p["hidden_bias"]).relu()
        return super().decode(p, codes) + torch.bmm(hidden, p["out"]) / math.sqrt(hidden.shape[2])

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        return member_responses(self.decode, p, member, p["rows"].shape[1], chosen)

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        p["hidden"].data[member][chosen] = 0
        return [*super().renew(p, member, chosen, living, rows), "hidden"]


NONLINEAR = Nonlinear()
