"""The units of evidence: what a test may exchange between classes, and how often that can be done.

The images of one animal, slide or video are no independent evidence, so the unit is a group. A group that has images of
several classes gives one unit for each class, and these may only be exchanged with each other (a paired comparison);
the units of all other groups may be exchanged within their part of the split, because the split keeps the classes in
proportion: within a part, labels that mean nothing could as well have fallen otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations, product

import numpy as np

from mousaic.arrays import Floats, ImageValues, Ints, Labelings, Labels, PerThing, UnitValues
from mousaic.memory import row_blocks
from mousaic.seeds import derive_seed

WORK = 100_000_000
"""Of one test: labelings x units x classes that are held against the rest. More units or classes, fewer labelings."""
FEWEST_LABELINGS = 2_000


class Units:
    """U units of C classes, in blocks within which labels may be exchanged.

    Attributes:
        of_image: (N,) the unit of each image; -1 for an image without a label.
        label: (U,) position of each unit's class in ``classes``.
        block: (U,) number of each unit's block.
        classes: (C,) the classes that have units, as numbered in the image set.
        paired: groups that have images of several classes.

    Examples:
        Five images: two of animal a are one unit; the last has no label, and no test counts it.

        >>> units = Units(np.array([0, 0, 1, 1, -1]), ["a", "a", "b", "c", "d"], ["train"] * 5)
        >>> units.of_image.tolist(), units.label.tolist(), units.labelings
        ([0, 0, 1, 2, -1], [0, 1, 1], 3)
        >>> units.means(np.array([[1.0], [3.0], [5.0], [7.0], [9.0]])).ravel().tolist()
        [2.0, 5.0, 7.0]
    """

    def __init__(self, labels: Labels, groups: Sequence[str], parts: Sequence[str]) -> None:
        """All (N,); label -1 is an image without one, which no test counts."""
        found: dict[tuple[str, int], list[int]] = {}
        for i, (group, label) in enumerate(zip(groups, labels, strict=True)):
            if label >= 0:
                found.setdefault((group, int(label)), []).append(i)
        mixed = {group for group, classes in Counter(group for group, _ in found).items() if classes > 1}
        blocks: dict[tuple[str, str], int] = {}
        self.of_image = np.full(len(labels), -1, dtype=np.int64)
        self.classes = sorted({label for _, label in found})
        self.paired = len(mixed)
        self._dealt: tuple[tuple[int, int], Labelings] | None = None
        label_of, block_of = [], []
        for number, ((group, label), images) in enumerate(found.items()):
            self.of_image[images] = number
            where = ("group", group) if group in mixed else ("part", parts[images[0]])
            block_of.append(blocks.setdefault(where, len(blocks)))
            label_of.append(self.classes.index(label))
        self.label = np.array(label_of, dtype=np.int64)
        self.block = np.array(block_of, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.label)

    def means(self, values: ImageValues) -> UnitValues:
        """Values of images (N, F) as the means of each unit: (U, F)."""
        inside = self.of_image >= 0
        sums = np.zeros((len(self), values.shape[1]))
        np.add.at(sums, self.of_image[inside], values[inside])
        return sums / np.bincount(self.of_image[inside], minlength=len(self))[:, None]

    def centred(self, values: UnitValues) -> UnitValues:
        """Values of units (U, F) less the mean of their block."""
        counts = self._counts.sum(1)
        sums = np.zeros((len(counts), values.shape[1]))
        np.add.at(sums, self.block, values)
        left: UnitValues = values - (sums / counts[:, None])[self.block]
        return left

    def variance(self, centred: UnitValues, label: int) -> PerThing:
        """Of the sum of centred values (U, F) over the units of a class, when the labels are exchanged at random: (F,).

        In a block of n units with j of the class it is that of a sample without replacement,
        j (1 - j / n) sum v^2 / (n - 1).
        """
        n, j = self._counts.sum(1), self._counts[:, label]
        factor = np.where(n > 1, j * (1 - j / n) / np.maximum(n - 1, 1), 0.0)
        total: PerThing = (factor[self.block][:, None] * np.square(centred)).sum(0)
        return total

    def variances(self, centred: UnitValues) -> Floats:
        """The same for every class: (C, F)."""
        n, j = self._counts.sum(1)[:, None], self._counts
        factor = np.where(n > 1, j * (1 - j / n) / np.maximum(n - 1, 1), 0.0)
        every: Floats = factor[self.block].T @ np.square(centred)
        return every

    @cached_property
    def labelings(self) -> int:
        """In how many different ways the labels can be dealt, the real one included."""
        return math.prod(_multinomial(row.tolist()) for row in self._counts)

    @property
    def contrasts(self) -> list[int]:
        """The classes that are held against the rest; of two classes one says all."""
        return [1] if len(self.classes) == 2 else list(range(len(self.classes)))

    def tried(self, permutations: int) -> int:
        """The most labelings that a test of ``permutations`` tries: fewer where units and classes are many."""
        return min(permutations, max(FEWEST_LABELINGS, WORK // max(1, len(self) * len(self.contrasts))))

    def exact(self, permutations: int) -> bool:
        """Whether such a test tries every labeling there is."""
        return self.labelings <= self.tried(permutations)

    def floor(self, permutations: int) -> float:
        """The smallest p that one two-sided test can have, however the values look, with at most so many labelings."""
        exact = min((self._extreme(c) for c in range(len(self.classes))), default=1.0)
        return exact if self.exact(permutations) else max(exact, 1 / (self.tried(permutations) + 1))

    def deal(self, permutations: int, seed: int) -> Labelings:
        """Labels dealt anew, (P, U): all labelings there are, if not more than are tried, else random ones.

        The last are kept, since one test after another asks for the same; they cannot be written to.
        """
        if self._dealt is None or self._dealt[0] != (permutations, seed):
            self._dealt = (permutations, seed), self._deal(permutations, seed)
            self._dealt[1].flags.writeable = False
        return self._dealt[1]

    def _deal(self, permutations: int, seed: int) -> Labelings:
        small = np.min_scalar_type(-len(self.classes))  # labelings times units are many
        if self.exact(permutations):
            return np.array(list(self._all()), dtype=small).reshape(-1, len(self))
        rng = np.random.default_rng(derive_seed(seed, "labelings"))
        dealt = np.tile(self.label.astype(small), (self.tried(permutations), 1))
        for block in range(len(self._counts)):
            inside = np.flatnonzero(self.block == block)
            for some in row_blocks(len(dealt), len(inside)):
                dealt[some, inside] = rng.permuted(dealt[some, inside], axis=1)
        return dealt

    @cached_property
    def _counts(self) -> Ints:
        """Units of each block and class: (blocks, C)."""
        counts = np.zeros((int(self.block.max(initial=-1)) + 1, len(self.classes)), dtype=np.int64)
        np.add.at(counts, (self.block, self.label), 1)
        return counts

    def _extreme(self, label: int) -> float:
        """The share of labelings that put the most extreme units, or the least, into a class of this one's size.

        With values that all differ, one choice of units for a class is the most extreme of all; it counts again for
        every class of the same size, and when left out for that class if it has half of every block.
        """
        mine, n = self._counts[:, label], self._counts.sum(1)
        choices = math.prod(math.comb(int(a), int(b)) for a, b in zip(n, mine, strict=True))
        alike = sum(bool((self._counts[:, c] == mine).all()) for c in range(len(self.classes)))
        both = 1 + bool((2 * mine == n).all())
        return min(1.0, max(alike, both) / choices)

    def _all(self) -> Iterator[Ints]:
        each = [list(_arrangements(row.tolist())) for row in self._counts]
        places = [np.flatnonzero(self.block == block) for block in range(len(each))]
        for choice in product(*each):
            labels = np.empty(len(self), dtype=np.int64)
            for place, arrangement in zip(places, choice, strict=True):
                labels[place] = arrangement
            yield labels


def _multinomial(counts: Sequence[int]) -> int:
    ways, total = 1, 0
    for count in counts:
        total += count
        ways *= math.comb(total, count)
    return ways


def _arrangements(counts: Sequence[int], label: int = 0) -> Iterator[list[int]]:
    """Every order of ``counts[0]`` zeros, ``counts[1]`` ones and so on, once."""
    total = sum(counts)
    if total == counts[0]:
        yield [label] * total
        return
    for places in combinations(range(total), counts[0]):
        for rest in _arrangements(counts[1:], label + 1):
            left = iter(rest)
            yield [label if i in places else next(left) for i in range(total)]
