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

    Where all images of a unit have one number, as the age of an animal, units change their numbers. Else units of as
    many images change theirs as a whole, and the images of a unit among themselves: so neither a number that is nearly
    the same within each unit nor one that takes the same values in each stays where it was.
    """
    names, place = np.unique(np.asarray(units), return_inverse=True)
    inside = [np.flatnonzero(place == i) for i in range(len(names))]
    rng = np.random.default_rng(derive_seed(seed, "numbers dealt"))
    if all(np.ptp(values[images]) == 0 for images in inside):
        own = np.array([values[images[0]] for images in inside])
        return Dealt(np.stack([rng.permutation(own)[place] for _ in range(most)]))
    dealt = np.empty((most, len(values)))
    for size in {len(images) for images in inside}:
        alike: Ints = np.stack([images for images in inside if len(images) == size])
        for one in dealt:
            one[alike] = rng.permuted(values[rng.permutation(alike)], axis=1)
    return Dealt(dealt)
