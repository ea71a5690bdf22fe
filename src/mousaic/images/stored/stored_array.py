"""An array that lies in a file: its name, shape and type, known before any of its numbers is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.errors import MousaicError, nearest
from mousaic.images.names import shown
from mousaic.memory import free_memory

NUMBERS = "buif"
"""Kinds of numpy's types that are numbers."""
LISTED = 8


class StoredArray(NamedTuple):
    """One array of a file."""

    name: str
    """"" where the file has no name for it."""
    shape: tuple[int, ...]
    dtype: np.dtype[Any] | None
    """None of a type that numpy does not have."""
    stored: str
    """The type in the words of the file."""
    read: Callable[[int, int], NDArray[Any]]
    """The numbers of the rows from one to before another; those before them were asked for before, or none were."""

    @property
    def said(self) -> str:
        """``codes (1797, 64) float32``."""
        return f"{shown(self.name)} {self.shape} {self.stored}".strip()


def the_array(path: str, found: Mapping[str, StoredArray], name: str) -> StoredArray:
    """The array of that name; with ``auto`` the only one that can be images, or the only one.

    Raises:
        MousaicError: there is none, none of that name, or more than one could be meant.
    """
    if not found:
        raise MousaicError(f"{path} holds no array: give a file with one of (N, D), (N, H, W) or (N, H, W, C).")
    if name != "auto":
        if name not in found:
            raise MousaicError(
                f"{path} holds no array {shown(name)}{nearest(name, list(found))} (it holds: {_listed(found)}): name "
                "one of these."
            )
        return found[name]
    able = [one for one in found.values() if _able(one)] or list(found.values())
    if len(able) > 1:
        raise MousaicError(
            f"{path} holds {len(able)} arrays ({_listed(found)}): say which with --array, as in --array "
            f"{shown(able[0].name)}."
        )
    return able[0]


def check_images(path: str, array: StoredArray) -> None:
    """Refuse what is no images.

    Raises:
        MousaicError: objects, text, another number of axes, or nothing in it.
    """
    where = _where(path, array)
    if array.dtype is not None and array.dtype.hasobject:
        raise MousaicError(
            f"{where} holds Python objects, which could run code when they are read: save numbers, as in "
            "numpy.save(file, rows.astype('float32'))."
        )
    if array.dtype is None or array.dtype.kind not in NUMBERS:
        raise MousaicError(f"{where} holds {array.stored}, which are no real numbers: save float32 or uint8.")
    if len(array.shape) not in (2, 3, 4) or 0 in array.shape:
        raise MousaicError(
            f"{where} has the shape {array.shape}: give (N, D) for vectors, (N, H, W) or (N, H, W, C) for images."
        )


def check_fits(path: str, array: StoredArray) -> None:
    """Refuse more numbers than the memory holds, where they may not be kept on a disk.

    Raises:
        MousaicError: they are too many.
    """
    where, need, there = _where(path, array), 8 * math.prod(array.shape), free_memory()  # float32, and once more
    if there is not None and need > there:
        raise MousaicError(
            f"{where} of shape {array.shape} needs about {need / 1e9:,.1f} GB of memory, and {there / 1e9:,.1f} GB are "
            "free: save fewer rows, or fewer columns."
        )


def _where(path: str, array: StoredArray) -> str:
    return path if not array.name else f"{path}, array {shown(array.name)},"


def _able(array: StoredArray) -> bool:
    numbers = array.dtype is not None and array.dtype.kind in NUMBERS
    return numbers and len(array.shape) in (2, 3, 4) and 0 not in array.shape


def _listed(found: Mapping[str, StoredArray]) -> str:
    rest = len(found) - LISTED
    return ", ".join(one.said for one in list(found.values())[:LISTED]) + (f" and {rest} more" if rest > 0 else "")
