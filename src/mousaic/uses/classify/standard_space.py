"""Blocks of numbers made comparable by a training part alone, and turned so that there are no more than its images.

Each block is taken relative to its mean and divided by the root mean squared length that it has in the training part,
so that a block counts as its weight says however many numbers it has, and none of its own numbers is blown up. A linear
model with an L2 penalty, and the order of distances, depend on the span of the training images alone: turning onto it
changes nothing but the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Mask


class Space(NamedTuple):
    """Learned from the training images of one representation with F numbers."""

    mean: Floats
    """(F,)"""
    scale: Floats
    """(F,): what each number is multiplied by."""
    turn: Floats
    """(r, F): orthonormal rows that span the training images, or all of the identity where F is less."""

    def seen(self, values: Floats) -> Floats:
        """(n, F) -> (n, F): centred and scaled."""
        found: Floats = (values - self.mean) * self.scale
        return found

    def turned(self, values: Floats) -> Floats:
        """(n, F) -> (n, r)."""
        found: Floats = self.seen(values) @ self.turn.T
        return found


def beside(blocks: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """The blocks that have a weight, (n, F_b) each, one beside another: (n, F)."""
    return np.concatenate([blocks[name] for name in weights if name in blocks], axis=1)


def learn_space(blocks: Mapping[str, Floats], weights: Mapping[str, float], train: Mask) -> Space:
    """The space of the blocks that have a weight, by the training images (N,) alone."""
    means, scales = [], []
    known = {name: weight for name, weight in weights.items() if name in blocks}
    total = float(np.sqrt(sum(weight**2 for weight in known.values())))
    for name, weight in known.items():
        own = blocks[name][train]
        means.append(own.mean(0))
        length = float(np.sqrt(np.square(own - means[-1]).sum(1).mean()))
        scales.append(np.full(own.shape[1], weight / total / length if length > 1e-12 else 0.0))
    mean, scale = np.concatenate(means), np.concatenate(scales)
    seen = (beside(blocks, weights)[train] - mean) * scale
    if seen.shape[1] <= len(seen):
        return Space(mean, scale, np.eye(seen.shape[1]))
    turn: Floats = np.linalg.svd(seen, full_matrices=False)[2]
    return Space(mean, scale, turn)
