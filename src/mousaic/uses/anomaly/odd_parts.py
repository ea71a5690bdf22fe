"""Which parts make an image odd: those missing, those there that hardly ever are, and those in an unusual place.

Each is held against the same part in normal images. What is named goes beyond what 95 % of the normal images reach
with any of their parts, so that in a normal image a part is rarely named.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from mousaic.analysis.parts.part_set import FoundParts
from mousaic.arrays import Floats

How = Literal["absent", "present", "place"]
KINDS: tuple[How, ...] = ("absent", "present", "place")
SHARE = 0.95
"""Of the normal images that no named part may be odder than."""
MOST = 3
"""Parts that are named of one image."""
LEAST_PLACE = 1 / 64
"""Standard deviation of places, in sides of the image, below which none is taken to be: a pixel of the working size."""
LEAST_PRESENCE = 0.02


class OddPart(NamedTuple):
    """A part that is not as in normal images."""

    part: int
    how: How
    strength: float
    """Standard deviations from the middle of the normal images."""


def odd_parts(normal: FoundParts, new: FoundParts) -> list[list[OddPart]]:
    """For each new image its odd parts, the oddest first.

    Args:
        normal: P parts in n normal images, at least two.
        new: the same parts in m others.
    """
    usual, strengths = _strengths(normal, normal), _strengths(normal, new)
    found: list[list[OddPart]] = [[] for _ in new.presence]
    for how in KINDS:
        level = float(np.quantile(usual[how].max(1, initial=0), SHARE))
        for image, part in np.argwhere(strengths[how] > level):
            found[image].append(OddPart(int(part), how, float(strengths[how][image, part])))
    return [_once(sorted(parts, key=lambda one: -one.strength))[:MOST] for parts in found]


def _strengths(normal: FoundParts, seen: FoundParts) -> dict[How, Floats]:
    """(n, P) of each kind: how far from the normal images, 0 where it is not of this kind."""
    spread = np.maximum(normal.presence.std(0), LEAST_PRESENCE)
    z = (seen.presence - normal.presence.mean(0)) / spread
    off = np.zeros_like(z)
    for name in ("row", "column"):
        places, own = getattr(normal, name), getattr(seen, name)
        middle = np.median(places, axis=0)
        wander = np.maximum(np.sqrt(np.square(places - middle).mean(0)), LEAST_PLACE)
        off += np.square((own - middle) / wander)
    there = seen.presence >= np.quantile(normal.presence, 0.25, axis=0)  # where what is there is the part at all
    return {"absent": np.maximum(-z, 0), "present": np.maximum(z, 0), "place": np.sqrt(off) * there}


def _once(parts: list[OddPart]) -> list[OddPart]:
    """Each part by what is oddest of it."""
    first: dict[int, OddPart] = {}
    for one in parts:
        first.setdefault(one.part, one)
    return list(first.values())
