"""Images that are arrays already: on one scale, with labels, names and groups, without any file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mousaic.arrays import Ints, Singles
from mousaic.errors import MousaicError
from mousaic.images.intake_report import Intake
from mousaic.images.layout import Layout
from mousaic.images.names import natural_key
from mousaic.images.reading.decoded import COLOUR, GREY, Number, depth_of
from mousaic.said import told
from mousaic.texts import Texts


class Scaled(NamedTuple):
    """Arrays as the model takes them, and what they were."""

    pixels: Singles
    """(N, C, H, W), 0 to 1; flat vectors (N, 1, 1, D), as they are."""
    bits: int
    """Of a number of the array that was given."""
    number: Number


def pixels_of(X: ArrayLike) -> Scaled:
    """Arrays (N, D), (N, H, W) or (N, H, W, C) as :class:`mousaic.images.image_set.ImageSet` keeps them.

    Grids of unsigned integers and truth values are divided by the largest number of their type; floats must lie in
    0 to 1. Flat vectors are taken as they are, whatever their type.

    Raises:
        MousaicError: another number of axes, no image, channels other than 1 or 3, or numbers that are no brightness.
    """
    array = np.asarray(X)
    if array.dtype.kind not in "buif":
        raise MousaicError(f"Images must be arrays of numbers, not of {array.dtype}: give uint8, uint16 or float32.")
    if array.ndim not in (2, 3, 4) or 0 in array.shape:
        raise MousaicError(
            f"Images cannot be an array of shape {array.shape}: give (N, H, W), (N, H, W, C) or flat vectors (N, D)."
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise MousaicError("The arrays hold NaN or infinite numbers: replace them, or leave such images out.")
    bits = 1 if array.dtype.kind == "b" else 8 * array.dtype.itemsize
    number: Number = "float" if array.dtype.kind == "f" else "signed" if array.dtype.kind == "i" else "unsigned"
    if array.ndim == 2:
        return Scaled(np.array(array, np.float32)[:, None, None], bits, number)
    grid = array[:, None] if array.ndim == 3 else np.moveaxis(array, 3, 1)
    _, channels, height, width = grid.shape
    if min(height, width) < 2:
        raise MousaicError(f"A grid of {height} x {width} has no rows and columns: give flat vectors (N, D) instead.")
    if channels not in (1, 3):
        raise MousaicError(
            f"Images of {channels} channels are neither grey (1) nor colour (3): choose channels, which come last in "
            "(N, H, W, C), or give flat vectors (N, D)."
        )
    return Scaled(_brightness(grid), bits, number)


def _brightness(grid: NDArray[Any]) -> Singles:
    """float32 in 0 to 1, in memory of its own."""
    if grid.dtype.kind == "i":
        raise MousaicError(
            f"Numbers of type {grid.dtype} do not say what is black and what is white: convert them to uint8 or "
            "uint16, or to floats of 0 to 1."
        )
    pixels = np.array(grid, np.float32, order="C")
    if grid.dtype.kind == "u":
        pixels /= np.float32(np.iinfo(grid.dtype).max)
    elif grid.dtype.kind == "f" and not (pixels.min() >= 0 and pixels.max() <= 1):
        raise MousaicError(
            f"Floats of images must lie in 0 to 1, these reach from {pixels.min():g} to {pixels.max():g}: scale all "
            "images alike."
        )
    return pixels


def labels_of(
    y: Sequence[Any] | NDArray[Any] | None, class_names: Sequence[str] | None, count: int
) -> tuple[Ints, tuple[str, ...]]:
    """Positions in the class names (N,), -1 for no label, and the names.

    Args:
        y: with ``class_names`` positions in them, -1 for no label. Without, whole numbers, truth values or names:
            each different one is a class, named as it is written, in natural order; None is no label.

    Raises:
        MousaicError: another number of labels, or labels that are neither.
    """
    if y is None:
        return np.full(count, -1, np.int64), tuple(class_names or ())
    values = np.asarray(y, dtype=object)
    if values.shape != (count,):
        raise MousaicError(f"{count} images need as many labels, not an array of shape {values.shape}.")
    for value in values:
        if not (value is None or isinstance(value, (str, int, np.integer, np.bool_))):
            raise MousaicError(f"{value!r} is no label: give whole numbers, names, or None for an image without one.")
    if class_names is None:
        named = [None if value is None else str(value) for value in values]
        names = tuple(sorted({name for name in named if name is not None}, key=natural_key))
        place = {name: i for i, name in enumerate(names)}
        return np.array([-1 if name is None else place[name] for name in named], np.int64), names
    if len(set(class_names)) < len(class_names):
        raise MousaicError("Two classes have one name: name them apart in class_names.")
    if any(isinstance(value, str) for value in values):
        raise MousaicError("With class_names, labels are positions in them (-1: none): leave class_names out.")
    positions = np.array([-1 if value is None else int(value) for value in values], np.int64)
    if positions.min() < -1 or positions.max() >= len(class_names):
        raise MousaicError(f"Labels must be -1 to {len(class_names) - 1}, as there are {len(class_names)} class_names.")
    return positions, tuple(class_names)


def names_of(paths: Sequence[Any] | None, count: int) -> Texts:
    """The images' names: those given, else ``image_0000``, ``image_0001``, ...

    Raises:
        MousaicError: another number of names, or one of them twice.
    """
    if paths is None:
        digits = max(4, len(str(count - 1)))
        return Texts.of(f"image_{i:0{digits}d}" for i in range(count))
    names = tuple(str(path) for path in paths)
    if len(names) != count or len(set(names)) < count:
        raise MousaicError(f"{count} images need as many different paths, and {len(set(names))} were given.")
    return Texts.of(names)


def groups_given(groups: Sequence[Any] | NDArray[Any] | None, count: int) -> list[str | None]:
    """The name of each image's group; None where it has none.

    Raises:
        MousaicError: another number of groups.
    """
    if groups is None:
        return [None] * count
    if len(groups) != count:
        raise MousaicError(f"{count} images need as many groups, and {len(groups)} were given.")
    return [None if group is None else str(group) for group in groups]


def digests(pixels: Singles) -> Texts:
    """SHA-256 of each image's numbers as the model takes them: float32, channel by channel, little-endian."""
    rows = np.ascontiguousarray(pixels, dtype="<f4")
    found = b"".join(hashlib.sha256(row.tobytes()).digest() for row in rows)
    return Texts.of_digests(np.frombuffer(found, np.uint8).reshape(-1, 32))


def report(scaled: Scaled, labels: Ints, class_names: Sequence[str]) -> Intake:
    """The intake report of arrays: nothing was read, skipped or changed."""
    count, (channels, height, width) = len(scaled.pixels), scaled.pixels.shape[1:]
    grid = Layout(channels, height, width).is_grid
    classes = {name: int((labels == i).sum()) for i, name in enumerate(class_names)}
    mode = GREY if channels == 1 else COLOUR
    depth = depth_of(scaled.bits, scaled.number, mode if grid else told("mode_vector", count=width))
    return Intake(
        root=None,
        options=None,
        read=count,
        classes={name: number for name, number in classes.items() if number},
        formats={},
        depths={depth: count},
        sizes={f"{width} x {height}": count} if grid else {},
    )
