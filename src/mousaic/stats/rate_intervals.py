"""Intervals of rates that stay honest for few units and for rates of 0 and 1."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats

Z = 1.959963984540054
"""Half the width of a 95 % interval, in standard errors."""


def newcombe(rate: Floats, n: int, other: Floats, m: int) -> tuple[Floats, Floats]:
    """95 % interval of the difference of two independent rates, of n and m units (Newcombe 1998, method 10).

    A unit of several images may have a rate between 0 and 1; the interval is then wider than it need be.
    """
    low, high = wilson(rate, n)
    other_low, other_high = wilson(other, m)
    gap = rate - other
    return gap - np.hypot(rate - low, other_high - other), gap + np.hypot(high - rate, other - other_low)


def wilson(rate: Floats, n: int) -> tuple[Floats, Floats]:
    """Wilson's 95 % score interval of a rate over n units (Wilson 1927).

    Examples:
        >>> low, high = wilson(np.array([0.0, 0.5]), 10)
        >>> low.round(2).tolist(), high.round(2).tolist()
        ([0.0, 0.24], [0.28, 0.76])
    """
    middle = (rate + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * np.sqrt(rate * (1 - rate) / n + Z**2 / (4 * n**2))
    return middle - half, middle + half
