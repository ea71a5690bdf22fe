"""Batch top-k: in training the k x B largest pre-activations of a batch of B images, at use all above a threshold.

An image with much to show gets more features than a plain one, k on average over images and copies (Bussmann et al.
2024, "BatchTopK Sparse Autoencoders"). At use there is no batch to compare with: the threshold is the running mean of
the smallest value that was kept in a batch, one a member.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.member_parts import THRESHOLD, TOP_K, Parameters, Size, Sparsity
from mousaic.model.sparsity.above_threshold import above, level_of, narrowed

SHARE = 0.05
"""Of each batch in the running mean: it remembers some 20 batches."""


class LargestOfBatch(Sparsity):
    """Parameter ``threshold`` (M,), which no gradient moves. Of equal pre-activations any may be kept."""

    capabilities = frozenset({TOP_K, THRESHOLD})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"threshold": rows.new_zeros(len(rows))}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"threshold": (size.members,)}

    def settle(self, p: Parameters, a: Tensor, k: int) -> None:
        p["threshold"].data.copy_(level_of(a, k))

    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        return above(a, p["threshold"].detach()[:, None, None], k)

    def select_to_learn(self, p: Parameters, a: Tensor, k: int) -> tuple[Codes, Tensor | None]:
        """The k x B largest that are above 0. The threshold follows them, in place."""
        with torch.no_grad():
            kept = largest_of_batch(a, k)
            least = torch.where(kept, a, torch.inf).flatten(1).amin(1)
            threshold = p["threshold"].data
            threshold.copy_(torch.where(least.isfinite(), torch.lerp(threshold, least, SHARE), threshold))
        return narrowed(a, kept), None


def largest_of_batch(a: Tensor, k: int) -> Tensor:
    """Which pre-activations (M, B, H) are among the k x B largest of their member, and above 0: bool (M, B, H)."""
    places = a.flatten(1).topk(a.shape[1] * k, dim=1, sorted=False).indices
    kept = torch.zeros_like(a, dtype=torch.bool).flatten(1).scatter_(1, places, True)
    return kept.view_as(a) & (a > 0)


LARGEST_OF_BATCH = LargestOfBatch()
