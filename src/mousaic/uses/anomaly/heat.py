"""Where an image is unlike normal ones: what reconstructions miss there, beside what they miss of normal images."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats, Singles
from mousaic.uses.anomaly.detector import Seen

LEAST = 0.25
"""Of the mean spread over all places: below that no place's own spread is taken to be. An even border has none."""


class Heat:
    """Sums over detectors, of n normal images in all, each seen by one of them, and of m new ones, seen by each."""

    def __init__(self) -> None:
        self._normal: list[Floats] = []
        self._new: list[Floats] = []
        self._rebuilt: list[Singles] = []

    def add(self, normal: Seen, new: Seen) -> None:
        """What one detector sees: normal images that it did not learn from, and the new ones."""
        self._normal.append(np.sqrt(normal.missed))
        self._new.append(np.sqrt(new.missed))
        self._rebuilt.append(new.rebuilt)

    def z(self) -> Floats:
        """(m, rows, columns): standard deviations of the error (its root) from its mean in normal images there."""
        normal = np.concatenate(self._normal)
        spread = normal.std(0)
        found: Floats = (np.mean(self._new, axis=0) - normal.mean(0)) / np.maximum(
            spread, max(LEAST * float(spread.mean()), 1e-9)
        )
        return found

    @property
    def rebuilt(self) -> Singles:
        """(m, C, rows, columns): the mean reconstruction of the new images."""
        found: Singles = np.mean(self._rebuilt, axis=0, dtype=np.float32)
        return found
