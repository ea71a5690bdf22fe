"""Top-k of what is present: of the pre-activations above 0 the k largest are kept; of fewer, all.

A code of plain top-k has values below 0 where an image has fewer than k features to show, as on a blank one; such a
feature is drawn in negative (Gao et al. 2024, "Scaling and evaluating sparse autoencoders", rectify as is done here).
"""

from __future__ import annotations

from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.member_parts import TOP_K, Parameters, Sparsity
from mousaic.model.sparsity.top_k import top_k


class LargestPresent(Sparsity):
    """No parameters. Of equal pre-activations any may be kept."""

    capabilities = frozenset({TOP_K})

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        return top_k(a.relu(), k)


LARGEST_PRESENT = LargestPresent()
