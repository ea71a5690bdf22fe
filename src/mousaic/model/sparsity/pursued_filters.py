"""Orthogonal matching pursuit of filters at places as a model's own sparsity: k atoms one after another.

The pre-activations, less the bias, are the images' products with all atoms, which is all that the pursuit asks of an
image (:mod:`mousaic.model.fast.placed_pursuit`). Values may be negative. The bias counts for nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.encoders.convolutional import known
from mousaic.model.fast.placed_pursuit import pursue_products
from mousaic.model.member_parts import PLACES, Parameters, Sparsity
from mousaic.model.placing import Placing


class PursuedFilters(Sparsity):
    """No parameters. Codes carry no gradient: as least squares made them, a small change of theirs changes no error.

    Args:
        placing: where the filters lie; without it only capabilities are known.
    """

    needs = frozenset({PLACES})

    def __init__(self, placing: Placing | None = None) -> None:
        self.placing = placing

    def placed(self, placing: Placing | None) -> PursuedFilters:
        return PursuedFilters(placing)

    @torch.no_grad()
    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        placing = known(self.placing)
        along = a - p["filter_bias"].repeat_interleave(placing.places, 1)[:, None]
        pairs = zip(p["filters"], along, strict=True)
        return Codes.of_members(pursue_products(filters, placing, own, k) for filters, own in pairs)


PURSUED_FILTERS = PursuedFilters()
