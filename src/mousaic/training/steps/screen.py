"""Which features at rest may be among the k largest of a batch, from a product of half the bytes.

A row at rest does not change. So it is rounded once to bfloat16, and its products with a batch are first taken from
that: half the memory to read, and arithmetic of its own where the processor has it. How far such a product may be from
the exact one is known for certain, so only the few rows that may be among an image's k largest are multiplied exactly,
by the loop that multiplies all others: not a bit of the codes, and so of a training, depends on whether there is a
screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Ints, Singles
from mousaic.device import use_threads
from mousaic.training.steps.compiled_screen import bounds_pass, exact_pass, keep_pass, least_pass

SHARE = 0.5
"""Of the rows must rest, so that a second product of all costs less than it saves."""
WEIGHTS = 2**24
"""So many there must be: with fewer, most of them in cache, it saves nothing."""


def quick_products() -> bool:
    """Whether this processor multiplies matrices in bfloat16 (Intel's AMX), at several times the speed of float32."""
    told: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # older releases do not tell
    library: Any = torch.backends.mkldnn
    return bool(library.is_available() and told.get("amx_bf16"))


class Screen:
    """The rounded rows of a dictionary, and what is known of them.

    Args:
        weight: (M, H, D), float32; read, never written.
        bias: (M, H).
        resting: int64 (M, H): :attr:`mousaic.training.adam.AdamState.resting`.
        split: ``split(run, pieces, *arguments)`` runs ``run(first, last, *arguments)`` over all pieces.
    """

    def __init__(self, weight: Singles, bias: Singles, resting: Ints, split: Callable[..., None]) -> None:
        self.weight, self.bias, self.resting, self.split = weight, bias, resting, split
        self.rounded = torch.zeros(weight.shape, dtype=torch.bfloat16)
        self.lengths = np.zeros((*resting.shape, 2), np.float32)
        self.since = np.zeros_like(resting)

    def forget(self) -> None:
        """Rows may have been changed by others than a step, so that all must be rounded again."""
        self.since[:] = 0

    def complete(self, following: Singles, batch: int, k: int, a: Singles) -> None:
        """Pre-activations ``a`` (M, B, H) of rows at rest, where those of all other rows are there.

        What may be among the k largest of an image is exact, all else less than them.

        Args:
            following: (M, B', D), the images, of which there are ``batch``; the others are 0.
        """
        members, features, _ = self.weight.shape
        rows, words = members * features, self.rounded.view(torch.int16).numpy().view(np.uint16)
        self.split(keep_pass, rows, self.weight, self.resting, words, self.since, self.lengths)
        most = np.empty((members, features, 2 * following.shape[1]), np.float32)
        with use_threads(1):  # each piece has one, and work as small as this is not worth more
            self.split(self._look, rows, batch, *in_two(torch.from_numpy(following)), most, a)
        least = np.empty((members, a.shape[1]), np.float32)
        self.split(least_pass, batch, k, a, least)
        self.split(exact_pass, rows, batch, self.weight, self.bias, self.resting, most, following, least, a)

    def _look(
        self, first: int, last: int, batch: int, parts: Tensor, images: Singles, most: Singles, a: Singles
    ) -> None:
        """Rows first..last, numbered through all members: the short products, and what each may be."""
        torch.set_num_threads(1)  # of this thread of the pool
        features, pixels = self.weight.shape[1:]
        for m in range(first // features, -(-last // features)):
            own = slice(max(first - m * features, 0), min(last - m * features, features))
            most[m, own] = torch.mm(self.rounded[m, own], parts[m].T).float().numpy()
        bounds_pass(first, last, batch, pixels, self.resting, self.lengths, images, most, self.bias, a)


def in_two(x: Tensor) -> tuple[Tensor, Singles]:
    """Images (M, B, D) in bfloat16 with their next bits after them, (M, 2B, D); their lengths, and of what is lost."""
    high = x.bfloat16()
    low = (x - high).bfloat16()
    lost = (x - high) - low
    lengths: Any = torch.stack([x.norm(dim=2), lost.norm(dim=2)], 2).numpy()
    return torch.cat([high, low], 1), lengths
