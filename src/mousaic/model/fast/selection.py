"""The k largest entries of each row, of equals those with the lower feature: two ways to the same bytes.

Selecting copies numbers and computes none, so which way is taken changes the time and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from mousaic.arrays import Flags, Ints, Singles

Selection = Callable[[Singles, Singles, int, Singles, Ints], None]
"""What :func:`select_plain` does."""

WORTH_COMPILING = 4e9
"""Entries from which on the compiled selection saves more than the 2 s that compiling it may cost: 0.5 to 1 ns each."""


def choose_selection(entries: int) -> Selection:
    """The faster way for a job of so many entries: compiled, where that is worth it or has happened in this process."""
    kernels = sys.modules.get("mousaic.model.fast.compiled_selection")
    ready = kernels is not None and bool(kernels.select_rows.signatures)
    if ready or (entries >= WORTH_COMPILING and find_spec("numba")):
        from mousaic.model.fast.compiled_selection import select_rows

        found: Selection = select_rows
        return found
    return select_plain


def select_plain(a: Singles, bias: Singles, k: int, values: Singles, indices: Ints) -> None:
    """The k largest entries of each row in the order of their features, by numpy.

    A row with fewer than k numbers gives values that are not numbers, at its first k features.

    Args:
        a: (B, H); ``bias`` (H,) is added to it.
        values, indices: (B, k), filled.
    """
    a += bias
    rows, features = a.shape
    flat = np.flatnonzero(a >= _bounds(a, k)[:, None])  # places in the flattened rows
    counts = _counts(flat, rows, features)
    if (counts > k).any():
        flat = flat[_largest(a.ravel()[flat], counts, k)]
        counts = _counts(flat, rows, features)
    clear = counts == k
    chosen = flat[np.repeat(clear, counts)].reshape(-1, k)
    values[clear] = a.ravel()[chosen]
    indices[clear] = chosen - features * np.flatnonzero(clear)[:, None]
    for row in np.flatnonzero(~clear):  # equal entries, or some that are not numbers: few, so slow and plain
        indices[row] = np.sort(np.argsort(-a[row], kind="stable")[:k])
        values[row] = a[row, indices[row]]
        if np.isnan(values[row]).any():
            indices[row], values[row] = np.arange(k), np.nan


def _bounds(a: Singles, k: int) -> Singles:
    """Of each row a lower bound of its k-th largest entry, (B,), that few entries reach.

    A row is seen as a table with a few times k columns: k entries reach the k-th largest of the columns' maxima.
    """
    rows, features = a.shape
    width = max(64, 4 * k, features // 32)
    height = features // width
    columns = a[:, : height * width].reshape(rows, height, width).max(1) if height > 1 else a.copy()
    columns.partition(columns.shape[1] - k, axis=1)
    bounds: Singles = columns[:, -k]
    return bounds


def _counts(flat: Ints, rows: int, features: int) -> Ints:
    """How many of the ascending places ``flat`` lie in each row."""
    return np.diff(np.searchsorted(flat, features * np.arange(rows + 1)))


def _largest(candidates: Singles, counts: Ints, k: int) -> Flags:
    """Which of all rows' candidates are among the k largest of their row, or equal to the least of those."""
    row = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    table = np.full((len(counts), max(int(counts.max()), k)), -np.inf, np.float32)
    table[row, np.arange(len(row)) - begins[row]] = candidates
    table.partition(table.shape[1] - k, axis=1)
    largest: Flags = candidates >= table[row, -k]
    return largest
