"""Deep encoders: the linear one, and beside it a network with one or two hidden layers of rectified units.

    h_1 = relu((x - c) U_1^T + d_1)      and, of three layers, h_2 = relu(h_1 U_2^T + d_2)
    a = (x - c) W^T + b + h V^T / sqrt(J)

with J units in a hidden layer. V starts at 0, so that a training begins as that of the linear encoder (a residual
branch that starts as nothing: Zhang et al. 2019, "Fixup Initialization"); the hidden layers start as He et al. 2015
draw them. The rows W are still there, so the tied decoder goes with it. Adam moves all J weights of a feature by about
its step size, and often the same way: without the root the branch ran ahead of the rows, and after some epochs even the
images learned from were fitted worse.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mousaic.model.encoders.linear import Linear
from mousaic.model.member_parts import HIDDEN_LAYERS, RENEWABLE, ROWS, Parameters, Size
from mousaic.seeds import generator

WIDTH = 256
"""Units of a hidden layer, or as many as there are features, if that is less."""


class Deep(Linear):
    """Parameters of the linear encoder; ``deep_1`` (M, J, D), ``deep_bias_1`` (M, J), likewise (M, J, J) and (M, J) of
    a further hidden layer; and ``deep_out`` (M, H, J).

    Args:
        layers: 2 or more, the last one into the features.
    """

    capabilities = frozenset({ROWS, RENEWABLE, HIDDEN_LAYERS})

    def __init__(self, layers: int) -> None:
        self.hidden = range(1, layers)

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        members, features, pixels = size
        width = min(features, WIDTH)
        found = super().shapes(size) | {"deep_out": (members, features, width)}
        for layer in self.hidden:
            found[f"deep_{layer}"] = (members, width, pixels if layer == 1 else width)
            found[f"deep_bias_{layer}"] = (members, width)
        return found

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        shapes = self.shapes(Size(*rows.shape))
        found = super().start(rows, seed)
        found |= {name: rows.new_zeros(shape) for name, shape in shapes.items() if name not in found}
        for layer in self.hidden:
            members, width, before = shapes[f"deep_{layer}"]
            for member in range(members):
                drawn = torch.randn(width, before, generator=generator(seed, "deep", layer, member))
                found[f"deep_{layer}"][member] = drawn * (2 / before) ** 0.5
        return found

    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        h = seen
        for layer in self.hidden:
            h = torch.baddbmm(p[f"deep_bias_{layer}"][:, None], h, p[f"deep_{layer}"].transpose(1, 2)).relu()
        return super().preactivations(p, seen) + torch.bmm(h, p["deep_out"].transpose(1, 2)) / math.sqrt(h.shape[2])

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        p["deep_out"].data[member][chosen] = 0
        return [*super().renew(p, member, chosen, living, rows), "deep_out"]


TWO_LAYERS, THREE_LAYERS = Deep(2), Deep(3)
