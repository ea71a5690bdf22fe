"""Codes of many images on the processor: the product in pieces of a fixed size, then the k largest of each row.

One thread computes a piece, whichever it is and however many there are: so the codes do not depend on the number of
threads, as a product that the linear-algebra library divides among them may.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Batch, Biases, Centers, CodeIndices, CodeValues, Weights
from mousaic.device import threads_to_share
from mousaic.model.fast.selection import Selection, choose_selection
from mousaic.model.fast.shared_threads import shared_out

IMAGES = 512
"""The most images in a piece of the product."""
ROWS = 128
"""The most images in a piece of the selection."""
WEIGHTS = 2**21
"""About as many weights are in a piece."""
SCRATCH = 2**23
"""About as many pre-activations, and centred pixels, are held at a time."""
FEW = 64
"""With fewer images the product is faster the other way round."""
SMALL = 2**24
"""Multiplications in all for which threads are not worth starting."""


def encode_images(
    weight: Weights, bias: Biases, center: Centers | None, k: int, x: Batch, select: Selection | None = None
) -> tuple[CodeValues, CodeIndices]:
    """Values and indices (M, B, k) of the codes of the images ``x`` (B, D), in the order of their features.

    Args:
        weight, bias, center: (M, H, D), (M, H), (M, D), all float32 on the CPU, as ``x`` is.
        select: how the k largest are found, where that is not to follow from the size of the job.
    """
    members, features, pixels = weight.shape
    work = _Work(weight, bias, center, k, x, select or choose_selection(members * len(x) * features))
    threads = 1 if members * len(x) * features * pixels < SMALL else threads_to_share()
    pairs = [(member, begin) for begin in range(0, len(x), IMAGES) for member in range(members)]
    with shared_out(threads) as each:
        for begin in range(0, len(pairs), work.slots):
            units = [Unit(slot, *pair) for slot, pair in enumerate(pairs[begin : begin + work.slots])]
            if center is not None:
                list(each(work.subtract, units))
            list(each(work.multiply, [(unit, first) for unit in units for first in range(0, features, work.rows)]))
            list(each(work.choose, [(unit, row) for unit in units for row in range(0, work.count(unit), ROWS)]))
    return torch.from_numpy(work.values), torch.from_numpy(work.indices)


class Unit(NamedTuple):
    """Up to IMAGES images in one member."""

    slot: int
    """Where in the scratch memory they are."""
    member: int
    begin: int
    """The first of the images."""


class _Work:
    """What the pieces share, and what each of them does."""

    def __init__(
        self, weight: Tensor, bias: Tensor, center: Tensor | None, k: int, x: Tensor, select: Selection
    ) -> None:
        self.weight, self.bias, self.center, self.k, self.x, self.select = weight, bias, center, k, x, select
        members, features, pixels = weight.shape
        images, units = min(IMAGES, len(x)), members * -(-len(x) // IMAGES)
        self.slots = max(1, min(units, SCRATCH // max(1, images * max(features, pixels))))
        self.rows = _even_part(features, WEIGHTS // pixels)
        self.a = torch.empty(self.slots, images, features)
        self.centered = torch.empty(self.slots, images, 0 if center is None else pixels)
        self.values = np.empty((members, len(x), k), np.float32)
        self.indices = np.empty((members, len(x), k), np.int64)

    def subtract(self, unit: Unit) -> None:
        """The images less the member's center."""
        assert self.center is not None
        own = self.x[unit.begin : unit.begin + IMAGES]
        torch.sub(own, self.center[unit.member], out=self.centered[unit.slot, : len(own)])

    def multiply(self, piece: tuple[Unit, int]) -> None:
        """The pre-activations, less the bias, of some features, from the one given on."""
        (slot, member, begin), first = piece
        own, some = self.x[begin : begin + IMAGES], slice(first, first + self.rows)
        own = own if self.center is None else self.centered[slot, : len(own)]
        weight, out = self.weight[member, some], self.a[slot, : len(own), some]
        if len(own) < FEW:
            out.copy_(torch.mm(weight, own.T).T)
        else:
            torch.mm(own, weight.T, out=out)

    def choose(self, piece: tuple[Unit, int]) -> None:
        """The k largest of the pre-activations of some images, from the unit's ``row``-th on."""
        unit, row = piece
        last = min(row + ROWS, self.count(unit))
        own = slice(unit.begin + row, unit.begin + last)
        a, bias = self.a[unit.slot, row:last].numpy(), self.bias[unit.member].numpy()
        self.select(a, bias, self.k, self.values[unit.member, own], self.indices[unit.member, own])

    def count(self, unit: Unit) -> int:
        """How many images the unit has."""
        return min(IMAGES, len(self.x) - unit.begin)


def _even_part(whole: int, most: int) -> int:
    """The size of the parts, at most about ``most``, into which ``whole`` falls evenly, give or take."""
    parts = -(-whole // max(most, 1))
    return -(-whole // (parts * 16)) * 16
