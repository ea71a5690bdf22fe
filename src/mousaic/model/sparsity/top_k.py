"""Top-k: the k largest pre-activations are kept, the rest is 0 (Makhzani & Frey 2013, "k-Sparse Autoencoders")."""

from __future__ import annotations

from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.member_parts import TOP_K, Parameters, Sparsity


class Largest(Sparsity):
    """No parameters. Of equal pre-activations any may be kept."""

    capabilities = frozenset({TOP_K})

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        return top_k(a, k)


def top_k(preactivations: Tensor, k: int, largest_first: bool = False) -> Codes:
    """Keep the k largest of the last dimension: (M, B, H) -> values and indices (M, B, k), in any order unless said."""
    values, indices = preactivations.topk(k, dim=-1, sorted=largest_first)
    return Codes(values, indices)


LARGEST = Largest()
