"""What the primary test could have found with these images: how large a difference, in what share of a class."""

from __future__ import annotations

import math
from typing import NamedTuple

from mousaic.analysis.classes.primary_answer import PrimaryAnswer


class Detectable(NamedTuple):
    """The least that passes, of whichever class needs more."""

    share: float
    """Of a part that is clearly seen in so many units of a class, and in none of the others; above 1: none passes."""
    effect: float
    """Of a presence or brightness: standard deviations over all units."""


def detectable(answer: PrimaryAnswer) -> Detectable:
    """What reaches the bar that the largest of all things asked exceeds by chance in 5 % of the labelings.

    In n units with j of the class, a difference of e standard deviations has T = e sqrt(j (n - j) (n - 1)) / n; that of
    a part seen in m units of the class alone is sqrt(m (n - j) (n - 1) / (j (n - m))). (Units in several blocks hardly
    change it.)

    Examples:
        Of 19 and 20 images, with a bar of 3.3:

        >>> import numpy as np
        >>> none = np.zeros(0)
        >>> answer = PrimaryAnswer(none, none, none, none, none, none, 0.001, 3.3, (19, 20))
        >>> found = detectable(answer)
        >>> round(found.share, 2), round(found.effect, 2)
        (0.5, 1.07)
    """
    sizes = [count for count in answer.units if count]
    n = sum(sizes)
    shares, effects = [], []
    for j in sizes:
        passing = [m for m in range(1, j + 1) if _seen(m, j, n) >= answer.bar]
        shares.append(passing[0] / j if passing else math.inf)
        effects.append(answer.bar * n / math.sqrt(j * (n - j) * (n - 1)))
    return Detectable(max(shares), max(effects))


def _seen(m: int, j: int, n: int) -> float:
    return math.sqrt(m * (n - j) * (n - 1) / (j * (n - m)))
