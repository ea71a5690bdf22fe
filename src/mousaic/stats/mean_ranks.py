"""Ranks in which ties share their mean rank, as the tests of Mann and Whitney and of Spearman ask for."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats, Reals


def mean_ranks(values: Reals) -> Floats:
    """Ranks from 1 along the first axis of values (n, ...), which have no not-a-number.

    Examples:
        >>> mean_ranks(np.array([0.3, 0.1, 0.3])).tolist()
        [2.5, 1.0, 2.5]
    """
    columns = values.reshape(len(values), -1)
    ranks = np.empty(columns.shape)
    for own, column in zip(ranks.T, columns.T, strict=True):
        _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
        own[:] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks.reshape(values.shape)
