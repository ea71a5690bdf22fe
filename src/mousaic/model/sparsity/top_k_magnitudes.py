"""Top-k of magnitudes: the k pre-activations furthest from 0 are kept with their signs, the rest is 0."""

from __future__ import annotations

from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.member_parts import Parameters, Sparsity


class LargestMagnitudes(Sparsity):
    """No parameters. Of equal magnitudes any may be kept."""

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        indices = a.abs().topk(k, dim=-1, sorted=False).indices
        return Codes(a.gather(-1, indices), indices)


LARGEST_MAGNITUDES = LargestMagnitudes()
