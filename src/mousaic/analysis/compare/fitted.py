"""What a compared method gives back: how it reconstructs images, and what the table says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mousaic.arrays import Singles
from mousaic.said import Said


@dataclass(frozen=True)
class Description:
    """One row of the table, but for its scores.

    Attributes:
        row: unique, such as ``default`` or ``default-average``.
        title: what it is called.
        values: numbers stored for one image.
        positions: which of the features those belong to: as many further whole numbers, or none.
        wide: whether it stores more numbers than the k of the comparison, and so competes apart.
        dead: share of the features that fire on no training image; of SAEs only.
        same_as: the row whose reconstructions these equal by construction; not a rival of its own.
        note: what a reader of the table must know; None where there is nothing.
    """

    row: str
    title: Said
    values: int
    positions: int = 0
    wide: bool = False
    dead: float | None = None
    same_as: str = ""
    note: Said | None = None


@dataclass(frozen=True)
class Fitted:
    """A method that has learned.

    Attributes:
        about: its row of the table.
        reconstruct: images (n, D) to reconstructions (R, n, D); with R > 1 (the members of an ensemble) the
            scores are averaged, not the pictures.
    """

    about: Description
    reconstruct: Callable[[Singles], Singles]
