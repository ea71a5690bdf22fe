"""Which features matching pursuit would choose, foretold in one pass; their values by least squares.

Features overlap, so an image's products with them say little about which of them the pursuit will choose. A linear map
of these products takes the overlap off; it is learned from the pursuit's own codes
(:mod:`mousaic.training.steps.foretelling`). The k features that it puts furthest from 0 are chosen all at once, without
a search; how much each counts then follows from the same products.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.fast.gram_pursuit import gram_of
from mousaic.model.fast.weighing import weighed
from mousaic.model.member_parts import LINEAR_ENCODER, ROWS, TIED, Parameters, Size, Sparsity
from mousaic.model.sparsity.top_k_magnitudes import LARGEST_MAGNITUDES


class Foretold(Sparsity):
    """Parameter ``foretell`` (M, H, H): from products with the features to codes. It starts as no change.

    The bias counts for nothing.
    """

    needs = frozenset({ROWS, LINEAR_ENCODER, TIED})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        members, features, _ = rows.shape
        return {"foretell": torch.eye(features).to(rows).repeat(members, 1, 1)}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"foretell": (size.members, size.features, size.features)}

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        along = a - p["bias"][:, None]
        chosen = LARGEST_MAGNITUDES.select(p, along @ p["foretell"], k).indices
        return Codes(torch.stack([_weigh(*own) for own in zip(p["weight"], along, chosen, strict=True)]), chosen)


def _weigh(rows: Tensor, along: Tensor, chosen: Tensor) -> Tensor:
    """The values (B, k) of the ``chosen`` ones (B, k) of one member's features (H, D), by the products (B, H)."""
    gram = rows @ rows.T if rows.requires_grad and torch.is_grad_enabled() else gram_of(rows.detach())
    return weighed(gram[chosen[:, :, None], chosen[:, None, :]], along.gather(1, chosen))


FORETOLD = Foretold()
