"""Matching pursuit over one dictionary, of several sizes of codes."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from mousaic.model.fast.gram_pursuit import gram_of, pursue


def pursued(x: Tensor, atoms: Tensor, counts: Sequence[int]) -> list[tuple[Tensor, Tensor]]:
    """Codes of mean-free images over one dictionary, of several sizes.

    Args:
        x: (n, D).
        atoms: (H, D).
        counts: atoms a code, each at most H.

    Returns:
        Values and indices (n, c) for each c of ``counts``.
    """
    gram, along = gram_of(atoms), x @ atoms.T  # what costs most, once
    return [pursue(gram, along, count) for count in counts]
