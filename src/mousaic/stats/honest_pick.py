"""The best of several, without the luck of having been picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints, PerImage


class Picked(NamedTuple):
    """What was picked for each image."""

    row: Ints
    """(N,): which row; the same for all images of a group."""
    score: PerImage
    """(N,): its score of the image."""

    @property
    def usual(self) -> int:
        """The row that was picked for most images; of equals the first."""
        return int(np.bincount(self.row).argmax())

    @property
    def always(self) -> bool:
        """Whether it was one row for all images."""
        return bool((self.row == self.row[0]).all())


def picked_honestly(rows: Floats, groups: Sequence[str]) -> Picked:
    """For each group the row with the highest mean over the images of the *other* groups, scored on that group.

    The highest of several means is too high, as luck had a part in its being the highest; a row that is picked without
    a look at a group is scored on it without bias (nested cross-validation: Varma and Simon 2006).

    Args:
        rows: (R, N) scores, higher is better: R candidates on N images.
        groups: (N,) of the images; where all are one group there are no others, and the row is picked on all images.

    Examples:
        >>> found = picked_honestly(np.array([[9.0, 1.0, 1.0], [2.0, 2.0, 2.0]]), ["a", "b", "c"])
        >>> found.row.tolist(), found.score.tolist()
        ([1, 0, 0], [2.0, 1.0, 1.0])
    """
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.stack([np.bincount(place, row) for row in rows])
    counts = np.bincount(place)
    if len(counts) == 1:
        best = np.array([sums[:, 0].argmax()])
    else:
        best = ((sums.sum(1, keepdims=True) - sums) / (counts.sum() - counts)).argmax(0)
    row = best[place].astype(np.int64)
    return Picked(row, rows[row, np.arange(rows.shape[1])])
