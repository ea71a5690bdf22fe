"""What a compared method gives back: how it reconstructs images, and what the table says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mousaic.arrays import Singles
from mousaic.said import Said
from mousaic.stats.code_bits import BITS_A_VALUE, code_bits, values_within

WithValues: TypeAlias = Callable[[Singles, Sequence[int]], list[Singles]]
"""Images (n, D) and numbers of values to reconstructions (R, n, D), one array for each number: all at once, so that
what is slow, a pursuit or a projection, is done once for all of them."""


@dataclass(frozen=True)
class Description:
    """One row of the table, but for its scores.

    An image is stored as ``codes`` codes of equally many values, each of them 8 bits, with their positions among
    ``choices`` atoms, and ``besides`` further values.

    Attributes:
        row: unique, such as ``default`` or ``default-average``.
        title: what it is called.
        values: numbers stored for one image, in all.
        positions: which of the features those belong to: as many further whole numbers, or none.
        wide: whether it stores more numbers than the k of the comparison, and so competes apart.
        dead: share of the features that fire on no training image; of SAEs only.
        same_as: the row whose reconstructions these equal by construction; not a rival of its own.
        note: what a reader of the table must know; None where there is nothing.
        choices: atoms that the values of a code are chosen from; 0 where nothing is chosen.
        most: values that a code can have at most; 0 where another number than ``values`` makes no sense.
        codes: codes an image: M where the reconstructions of M members are averaged.
        besides: values stored whatever the size of the code.
        sizeless: the title where the code may have any number of values; None where ``title`` names none.
        start: the row of the same features before the first step of training, with codes of the same kind.
    """

    row: str
    title: Said
    values: int
    positions: int = 0
    wide: bool = False
    dead: float | None = None
    same_as: str = ""
    note: Said | None = None
    choices: int = 0
    most: int = 0
    codes: int = 1
    besides: int = 0
    sizeless: Said | None = None
    start: str = ""

    @property
    def bits(self) -> float:
        """What an image costs in the table."""
        return self.bits_of((self.values - self.besides) // self.codes)

    def bits_of(self, values: int) -> float:
        """What an image costs with so many values in each of its codes."""
        return BITS_A_VALUE * self.besides + self.codes * code_bits(values, self.choices)

    def values_within(self, bits: float) -> int:
        """The most values of a code with which an image costs no more than ``bits``; 0 where none fits."""
        return values_within((bits - BITS_A_VALUE * self.besides) / self.codes, self.choices, self.most)


@dataclass(frozen=True)
class Fitted:
    """A method that has learned.

    Attributes:
        about: its row of the table.
        reconstruct: images (n, D) to reconstructions (R, n, D); with R > 1 (the members of an ensemble) the
            scores are averaged, not the pictures.
        with_values: the same with other numbers of values in a code, 1 to ``about.most``; None where a method cannot.
    """

    about: Description
    reconstruct: Callable[[Singles], Singles]
    with_values: WithValues | None = None
