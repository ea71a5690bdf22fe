"""What matching pursuit would find, foretold in one pass: a product more, and the k furthest from 0.

Features overlap, so an image's products with them say little about which of them the pursuit will choose. A linear map
of these products takes the overlap off; it is learned from the pursuit's own codes
(:mod:`mousaic.training.steps.foretelling`).
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.parts import ROWS, Parameters, Size, Sparsity
from mousaic.model.sparsity.top_k_magnitudes import LARGEST_MAGNITUDES


class Foretold(Sparsity):
    """Parameter ``foretell`` (M, H, H): from products with the features to codes. It starts as no change."""

    needs = frozenset({ROWS})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        members, features, _ = rows.shape
        return {"foretell": torch.eye(features).to(rows).repeat(members, 1, 1)}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"foretell": (size.members, size.features, size.features)}

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        return LARGEST_MAGNITUDES.select(p, (a - p["bias"][:, None]) @ p["foretell"], k)


FORETOLD = Foretold()
