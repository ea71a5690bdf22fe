"""How the numbers of an image lie: as a grid of rows and columns, or as a flat vector; and what needs which."""

from __future__ import annotations

import math
from typing import NamedTuple

from mousaic.config import Config
from mousaic.errors import MousaicError


class Layout(NamedTuple):
    """The shape of one image. A flat vector of D numbers is ``Layout(1, 1, D)``: a grid has two rows at least."""

    channels: int
    height: int
    """Rows; 1 for a flat vector."""
    width: int
    """Columns; of a flat vector how many numbers it has."""

    @property
    def D(self) -> int:
        """Numbers of an image."""
        return math.prod(self)

    @property
    def is_grid(self) -> bool:
        """Whether neighbours in rows and columns mean something."""
        return self.height > 1

    @property
    def is_square(self) -> bool:
        """Whether it is a grid with as many rows as columns."""
        return self.is_grid and self.height == self.width

    @property
    def may_have_parts(self) -> bool:
        """Whether parts are looked for: in squares of 8 rows and columns or more."""
        return self.is_square and self.height >= 8

    def need_grid(self, what: str, remedy: str = "give arrays (N, H, W) or (N, H, W, C)") -> None:
        """Refuse flat vectors.

        Args:
            what: begins the sentence, such as "The shape of features".
            remedy: ends it.

        Raises:
            MousaicError: these are flat vectors.
        """
        if not self.is_grid:
            raise MousaicError(
                f"{what} needs images with rows and columns, and these are flat vectors of {self.D} numbers: {remedy}."
            )

    def need_square(self, what: str, remedy: str = "cut or pad them") -> None:
        """Refuse flat vectors and oblong grids; as :meth:`need_grid`."""
        self.need_grid(what, remedy)
        if not self.is_square:
            raise MousaicError(f"{what} needs square images, and these are {self.width} x {self.height}: {remedy}.")


def check_trainable(layout: Layout, config: Config) -> None:
    """Refuse a training that turns, cuts or looks through windows at what has no rows and columns, or is oblong.

    Squares train with every option. Whatever else trains with ``augment="none"`` and ``model="whole"``, and
    oblong grids with ``init="orthogonal"``; vectors may start as training rows, too.

    Raises:
        MousaicError: the layout does not go with the augmentation, local features or the way features start.
    """
    if config.augmentation.augment != "none":
        layout.need_square("Augmentation", "train with --augment none")
    if config.model.init == "windows" and (layout.is_grid or config.sides):
        layout.need_square("A start from windows of the images", "train with --init orthogonal")
