"""Values dealt anew to units, whole groups at a time: the null of a prediction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Floats, Ints, Labels, PerImage, Whole
from mousaic.seeds import derive_seed
from mousaic.stats.exchangeable_units import Units


class Dealt:
    """What would stand beside the images if it had nothing to do with them.

    Attributes:
        values: (P, N), P labelings of the N images; classes as their numbers.
        exact: whether these are all labelings there are, the real one among them.
    """

    def __init__(self, values: Floats, exact: bool = False) -> None:
        self.values, self.exact = values, exact

    def p(self, observed: float, null: Floats) -> float:
        """The share of labelings that do at least as well, one-sided; the real one counts (Phipson and Smyth 2010).

        Args:
            null: (P,) the same score with the labels of each labeling.
        """
        more = int((null >= observed - 1e-12).sum())
        return more / len(null) if self.exact else (more + 1) / (len(null) + 1)


def deal_classes(labels: Labels, units: Sequence[str], fold_of: Whole, most: int, seed: int) -> Dealt:
    """Classes dealt to whole units within the fold that holds them out, since folds keep classes in proportion."""
    found = Units(labels, units, [str(fold) for fold in fold_of])
    dealt = found.deal(most, seed)
    return Dealt(dealt[:, found.of_image].astype(np.float64), found.labelings <= most)


def deal_numbers(values: PerImage, units: Sequence[str], most: int, seed: int) -> Dealt:
    """Numbers dealt anew.

    Where all images of a unit have one number, as the age of an animal, units change their numbers. Else the images
    of a unit change theirs among themselves, and images that are alone with one another.
    """
    names, place = np.unique(np.asarray(units), return_inverse=True)
    alike = all(np.ptp(values[place == i]) == 0 for i in range(len(names)))
    rng = np.random.default_rng(derive_seed(seed, "numbers dealt"))
    if alike:
        own = np.array([values[place == i][0] for i in range(len(names))])
        return Dealt(np.stack([rng.permutation(own)[place] for _ in range(most)]))
    counts = np.bincount(place)
    block: Ints = np.where(counts[place] > 1, place, -1)
    dealt = np.tile(values, (most, 1))
    for one in np.unique(block):
        inside = block == one
        dealt[:, inside] = rng.permuted(dealt[:, inside], axis=1)
    return Dealt(dealt)
