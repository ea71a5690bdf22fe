"""Rows of numbers as scikit-learn has them, and images as the model has them.

A row is flat; of images it holds pixel by pixel, row by row, channels last, as ``images.reshape(N, -1)`` gives it. The
model has channels first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from mousaic.arrays import Singles
from mousaic.images.array_set import pixels_of
from mousaic.images.image_set import ImageSet


class RowLayout(NamedTuple):
    """How the numbers of a row lie."""

    shape: tuple[int, ...] | None
    """(height, width) or (height, width, channels) of an image; None: rows are flat vectors."""
    as_images: bool = False
    """Whether the rows came as arrays of images, and go back as such."""

    def pixels(self, rows: Any) -> Singles:
        """Rows (N, D) as the model takes them, (N, C, height, width).

        Raises:
            MousaicError: of images, numbers that are no brightness.
        """
        return pixels_of(self._arrays(rows)).pixels

    def image_set(
        self, rows: Any, y: Any = None, groups: Sequence[Any] | np.ndarray | None = None, first: int = 0
    ) -> ImageSet:
        """Rows (N, D) as a set to learn from; raises as :meth:`pixels` does.

        Args:
            first: the number of the first row, by which rows are named.
        """
        names = None if first == 0 else [f"image_{first + i:04d}" for i in range(len(rows))]
        return ImageSet.from_arrays(self._arrays(rows), y, groups, paths=names)

    def rows(self, flat: Singles) -> Singles:
        """What the model gives, (N, C x height x width), with its numbers where a row has them: (N, D)."""
        if self.shape is None or len(self.shape) == 2:
            return flat
        height, width, channels = self.shape
        grids = flat.reshape(len(flat), channels, height, width)
        return np.moveaxis(grids, 1, 3).reshape(len(flat), -1)

    def given_back(self, flat: Singles) -> Singles:
        """The same as they came: (N, D), or arrays of images."""
        rows = self.rows(flat)
        return rows.reshape(len(rows), *self.shape) if self.as_images and self.shape is not None else rows

    def _arrays(self, rows: Any) -> Any:
        return rows if self.shape is None else rows.reshape(len(rows), *self.shape)


def flattened(X: Any) -> tuple[Any, tuple[int, ...] | None]:
    """Arrays of images (N, height, width[, channels]) as rows (N, D), and their shape; all else as it is, and None."""
    shape: tuple[int, ...] = getattr(X, "shape", ())
    if len(shape) not in (3, 4) or 0 in shape:
        return X, None
    return np.asarray(X).reshape(shape[0], -1), tuple(shape[1:])


def settled_layout(
    columns: int, given: tuple[int, ...] | None, wanted: Sequence[int] | None, images: bool = False
) -> RowLayout:
    """How rows of so many numbers lie.

    Args:
        given: of :func:`flattened`.
        wanted: the estimator's ``image_shape``.
        images: rows have to be images; where nothing else is said, square ones.

    Raises:
        ValueError: an image shape that rows of so many numbers do not have.
    """
    shape = given if wanted is None else tuple(int(side) for side in wanted)
    if images and shape is None:
        side = math.isqrt(columns)
        if side * side != columns:
            raise ValueError(f"Rows of {columns} numbers are no square images: give image_shape=(height, width).")
        shape = (side, side)
    if shape is not None and (len(shape) not in (2, 3) or math.prod(shape) != columns):
        raise ValueError(
            f"image_shape={shape} does not go with rows of {columns} numbers: give (height, width) or "
            "(height, width, channels), whose product that is."
        )
    if given is not None and shape is not None and given != shape and (*given, 1) != shape and given != (*shape, 1):
        raise ValueError(f"The arrays given hold images of {given}, and image_shape is {shape}: leave one of them out.")
    return RowLayout(shape, given is not None)
