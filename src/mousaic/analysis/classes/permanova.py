"""Do the classes differ at all, in all features taken together? One test, where no single feature may be clear.

The codes of the images are points; if the classes differ, the points of a class lie closer to each other than labels
dealt anew would make them: a permutational analysis of variance (Anderson 2001, PERMANOVA), with groups as units.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence, activations
from mousaic.arrays import Floats, Ints
from mousaic.stats.permutation import PERMUTATIONS

FEWEST = 999
"""Labelings at least, however many images there are."""
_WORK = 4e10
"""Multiplications that the test may take: of very many images, fewer labelings are tried."""
_CHUNK = 1000


class Together(NamedTuple):
    """All features of all members in one test."""

    share: float
    """How much of the variation of the codes lies between the classes, 0 to 1."""
    by_chance: float
    """The same under labels dealt anew, mean."""
    p: float
    floor: float
    """The smallest p that could have been found."""


def classes_together(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> Together | None:
    """Test the codes as a whole; None with fewer than two classes, or where all codes are equal."""
    units = evidence.units
    if len(units.classes) < 2:
        return None
    products = np.zeros((len(units), len(units)))
    for member in range(evidence.members):
        alive = np.unique(evidence.codes.indices[:, member])
        codes = units.centred(units.means(activations(evidence.codes, member, alive)))
        products += codes @ codes.T
    total = float(np.trace(products))
    if total <= 1e-12:
        return None
    permutations = max(FEWEST, min(permutations, int(_WORK / len(units) ** 2)))
    found = between(products, units.label[None], len(units.classes))[0]
    null = between(products, units.deal(permutations, seed), len(units.classes))
    more = int((null >= found - 1e-9 * total).sum())
    exact = units.labelings <= permutations
    p = more / len(null) if exact else (more + 1) / (len(null) + 1)
    return Together(float(found / total), float(null.mean() / total), p, units.floor(permutations))


def between(products: Floats, labels: Ints, classes: int) -> Floats:
    """Sum of squares between the classes (P,) under labels (P, U), from the units' inner products (U, U).

    The units must be centred: their sum is zero.
    """
    found = np.zeros(len(labels))
    for start in range(0, len(labels), _CHUNK):
        part = slice(start, start + _CHUNK)
        for c in range(classes):
            mine = (labels[part] == c).astype(np.float64)
            found[part] += np.einsum("pu,pu->p", mine @ products, mine) / np.maximum(mine.sum(1), 1)
    return found
