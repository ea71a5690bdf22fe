"""Orthogonal matching pursuit as a model's own sparsity: k features one after another, each for what the others left.

The pre-activations of a tied linear member are the images' products with its features, which is all that the pursuit
asks of an image (:mod:`mousaic.model.fast.gram_pursuit`). Values may be negative. The bias counts for nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.fast.gram_pursuit import gram_of, pursue
from mousaic.model.member_parts import Parameters
from mousaic.model.sparsity.foretold import Foretold


class Pursued(Foretold):
    """The parameter ``foretell`` is for codes of one pass, and not used here. Codes carry no gradient."""

    @torch.no_grad()
    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        along = a - p["bias"][:, None]
        pairs = zip(p["weight"].detach(), along, strict=True)
        return Codes.of_members(pursue(gram_of(rows), own, k) for rows, own in pairs)


PURSUED = Pursued()
