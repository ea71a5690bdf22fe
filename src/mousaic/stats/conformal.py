"""How odd is odd? By images known to be normal that nothing was learned from: conformal p-values, and q over a batch.

The p of an image is the share of normal images, itself counted, that score at least as high (Vovk, Gammerman and Shafer
2005). Where it is one of them, such a p is at most a with a chance of at most a, whatever the score is: nothing is
assumed of its distribution, and no share of odd images is guessed. Scores of normal images have to come from models
that did not learn from them, as those of the new images do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Floats, Ints, PerImage, PerThing

LEVEL = 0.05
"""Of q: what is called beyond chance."""


def as_high(scores: PerImage, normal: PerThing) -> Ints:
    """(m,): how many of the normal scores (n,) are at least as high as each of ``scores`` (m,)."""
    known = np.sort(normal)
    return np.asarray(len(known) - np.searchsorted(known, scores, side="left"), np.int64)


def conformal_p(scores: PerImage, normal: PerThing) -> Floats:
    """The p of each score (m,) among those of normal images (n,): (1 + as many as are as high) / (n + 1). Ties count.

    Examples:
        >>> conformal_p(np.array([0.5, 2.0, 9.0]), np.array([1.0, 2.0, 3.0])).tolist()
        [1.0, 0.75, 0.25]
    """
    found: Floats = (as_high(scores, normal) + 1) / (len(normal) + 1)
    return found


def smallest_p(normal: int) -> float:
    """Below which no p can be with so many normal units.

    Examples:
        >>> smallest_p(19)
        0.05
    """
    return 1 / (normal + 1)


def highest_of_groups(scores: PerImage, groups: Sequence[str]) -> Floats:
    """(g,): the highest score of each group, in order of their first images.

    Images of one animal, slide or video are no independent evidence. To be told from whole groups a new image has to
    beat the oddest image of each, which is on the safe side.
    """
    highest: dict[str, float] = {}
    for group, score in zip(groups, scores.tolist(), strict=True):
        highest[group] = max(score, highest.get(group, -math.inf))
    return np.array(list(highest.values()))


def needed_together(images: int, normal: int, level: float = LEVEL) -> int:
    """How many of so many images need the smallest possible p before any of them can have a q of ``level``.

    More than ``images`` where not even all of them suffice.

    Examples:
        >>> needed_together(40, 199), needed_together(1, 19), needed_together(5, 9)
        (4, 1, 10)
    """
    return max(1, math.ceil(smallest_p(normal) * images / level - 1e-9))
