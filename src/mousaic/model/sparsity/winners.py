"""Winners: of a filter's pre-activations in each neighbourhood the largest alone, and of those the k largest.

A filter that fits at one place nearly fits beside it, too, so that the k largest of all would be spent on a few spots
(after the spatial sparsity of Makhzani & Frey 2015, "Winner-Take-All Autoencoders", which keeps one place a filter).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.encoders.convolutional import known
from mousaic.model.member_parts import PLACES, TOP_K, Parameters, Sparsity
from mousaic.model.placing import Placing
from mousaic.model.sparsity.top_k import top_k


class Winners(Sparsity):
    """No parameters. Of equal pre-activations side by side all stay.

    Args:
        placing: where the filters lie; without it only capabilities are known.
    """

    capabilities = frozenset({TOP_K})
    needs = frozenset({PLACES})

    def __init__(self, placing: Placing | None = None) -> None:
        self.placing = placing

    def placed(self, placing: Placing | None) -> Winners:
        return Winners(placing)

    def eligible(self, p: Parameters, a: Tensor) -> Tensor:
        placing = known(self.placing)
        maps = a.view(*a.shape[:-1], placing.filters, *placing.grid)
        lost = maps < largest_around(maps, placing.neighbourhood)
        return maps.masked_fill(lost, -math.inf).view_as(a)

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        values, indices = top_k(self.eligible(p, a), k)
        return Codes(torch.where(values == -math.inf, 0.0, values), indices)


def largest_around(maps: Tensor, side: int) -> Tensor:
    """The largest of maps (..., rows, columns) in the square of this odd side around each entry."""
    return _largest_along(_largest_along(maps, side, -1), side, -2)


def _largest_along(maps: Tensor, side: int, axis: int) -> Tensor:
    """The same along one axis. A window of n is two overlapping ones of half its length or more."""
    reach, length, window = side // 2, maps.shape[axis], 1
    found = torch.nn.functional.pad(maps, [0, 0] * (-1 - axis) + [reach, reach], value=-math.inf)
    while window < side:
        step = min(window, side - window)
        rest = found.shape[axis] - step
        found = torch.maximum(found.narrow(axis, 0, rest), found.narrow(axis, step, rest))
        window += step
    return found.narrow(axis, 0, length)


WINNERS = Winners()
