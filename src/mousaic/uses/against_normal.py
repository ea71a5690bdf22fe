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

    A normal image is held against all *others*, as a new one is held against images it is not among: otherwise normal
    images would seem less odd than new ones just like them.

    Args:
        normal: (n, J), above 0; n at least :data:`FEWEST`.
        new: (m, J).
    """
    known, others = (np.log(np.maximum(part, np.finfo(float).tiny)) for part in (normal, new))
    count, middle = len(known), known.mean(0)
    off = known - middle  # small numbers, whose squares can be taken apart
    squares = np.square(off).sum(0)
    mean = -off / (count - 1)  # of all others, from the middle
    spread = np.sqrt(np.maximum((squares - np.square(off)) / (count - 1) - np.square(mean), 0))
    least = np.maximum(1e-9, 1e-6 * np.abs(middle))
    own = (off - mean) / np.maximum(spread, least)
    return Scaled(own, (others - middle) / np.maximum(np.sqrt(squares / count), least))
