"""Sums over the units of every class in every labeling, where classes and units are too many to take class by class.

A labeling deals every unit to one class, so the sums of all C classes together cost no more than one pass over the
units: a sparse matrix with U ones a labeling, in place of C dense ones with U numbers each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from mousaic.arrays import Labelings, Reals
from mousaic.stats.exchangeable_units import Units

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MANY = 10_000
"""Units times classes: tests of more take the sums of all classes at once. Below, all the usual labelings are tried."""
COLUMNS = 64
_BLOCK = 1 << 23
_ENTRIES = 1 << 20
"""Units times labelings of which the sums are taken at once."""

Statistic = Callable[[list[Reals], slice], Reals]
"""Of the sums of each array, (p, C, f), and the columns they are of: each class's statistic, above 0, (p, C, f)."""


def many_classes(units: Units) -> bool:
    """Whether the sums of all classes are to be taken at once."""
    return len(units) * len(units.contrasts) > MANY


def class_sums(labels: Labelings, values: Reals, classes: int) -> Reals:
    """Values (U, F) summed over the units of each class, in each labeling (P, U): (P, C, F).

    Examples:
        >>> labels = np.array([[0, 0, 1], [1, 0, 0]])
        >>> class_sums(labels, np.array([[1.0], [2.0], [4.0]]), 2)[..., 0].tolist()
        [[3.0, 4.0], [6.0, 1.0]]
    """
    return np.asarray(_adding(labels, classes) @ values).reshape(len(labels), classes, values.shape[1])


def _adding(labels: Labelings, classes: int) -> csr_array:
    """The sparse matrix (P C, U) that adds up the units of each class in each labeling (P, U)."""
    from scipy.sparse import csr_array

    small = labels.astype(np.int16 if classes < 1 << 15 else np.int32)  # sorted by digits: many times faster
    order = np.argsort(small, axis=1, kind="stable").astype(np.int32)
    rows = labels + classes * np.arange(len(labels))[:, None]
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows.ravel(), minlength=len(labels) * classes))])
    ones = np.ones(order.size, np.float32)
    return csr_array((ones, order.ravel(), ends.astype(np.int32)), shape=(len(labels) * classes, labels.shape[1]))


def largest_by_labeling(
    values: list[Reals], units: Units, dealt: Labelings, statistic: Statistic
) -> Iterator[tuple[slice, slice, Reals]]:
    """Labelings, columns and, for these, the largest statistic of all classes (p, f); block by block.

    Args:
        values: arrays (U, F), whose sums the statistic is computed from.
    """
    classes, columns = len(units.classes), values[0].shape[1]
    step = max(1, min(_BLOCK // (classes * COLUMNS), _ENTRIES // len(units)))
    for first in range(0, len(dealt), step):
        some = slice(first, min(first + step, len(dealt)))
        adding = _adding(dealt[some], classes)
        for start in range(0, columns, COLUMNS):
            own = slice(start, min(start + COLUMNS, columns))
            blocks = [np.ascontiguousarray(one[:, own]) for one in values]
            sums = [np.asarray(adding @ block).reshape(-1, classes, block.shape[1]) for block in blocks]
            yield some, own, statistic(sums, own).max(axis=1)
