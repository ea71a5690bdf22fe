"""Base scores of different kinds on one scale: how many standard deviations beyond those of normal images."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats

FEWEST = 3
"""Normal images without which there is no scale."""


class Scaled(NamedTuple):
    """J base scores on one scale."""

    normal: Floats
    """(n, J)"""
    new: Floats
    """(m, J)"""


def against_normal(normal: Floats, new: Floats) -> Scaled:
    """Standard deviations of the logarithm of each score from the mean of normal images.

    One and the same scale for all: of one score the order of the images stays, so that p is exact. Of the mean of
    several, normal images have settled no more than how much each counts, by its spread.

    Args:
        normal: (n, J), above 0; n at least :data:`FEWEST`.
        new: (m, J).
    """
    known, others = (np.log(np.maximum(part, np.finfo(float).tiny)) for part in (normal, new))
    middle = known.mean(0)
    spread = np.maximum(known.std(0), np.maximum(1e-9, 1e-6 * np.abs(middle)))
    return Scaled((known - middle) / spread, (others - middle) / spread)
