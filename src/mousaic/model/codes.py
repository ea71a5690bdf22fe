"""A batch's codes: the active entries alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import torch
from torch import Tensor

from mousaic.arrays import CodeIndices, CodeValues


class Codes(NamedTuple):
    """The active entries of a batch's codes; every other entry is zero."""

    values: CodeValues
    """float32 (M, B, k): the pre-activations that were kept."""
    indices: CodeIndices
    """int64 (M, B, k): which feature each value belongs to."""

    @classmethod
    def of_members(cls, found: Iterable[tuple[Tensor, Tensor]]) -> Codes:
        """Of values and indices (B, k), one pair a member."""
        values, indices = zip(*found, strict=True)
        return cls(torch.stack(values), torch.stack(indices))

    def dense(self, features: int) -> Tensor:
        """The codes with their zeros, (M, B, H)."""
        members, batch, _ = self.values.shape
        zeros = self.values.new_zeros(members, batch, features)
        return zeros.scatter(2, self.indices, self.values)

    def between(self, first: int, last: int) -> Codes:
        """The entries from place ``first`` to before ``last`` of every code."""
        return Codes(self.values[..., first:last], self.indices[..., first:last])

    def by_feature(self) -> Codes:
        """Each code's entries in the order of their features."""
        indices, order = self.indices.sort()
        return Codes(self.values.gather(2, order), indices)

    def by_value(self) -> Codes:
        """Each code's entries with the largest first."""
        order = self.values.argsort(dim=2, descending=True, stable=True)
        return Codes(self.values.gather(2, order), self.indices.gather(2, order))
