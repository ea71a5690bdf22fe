"""The scale of vectors: one number for a whole set, so that no column counts more than it did."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import RawPixels
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.ranges import Range, Wanted


def vector_range(rows: RawPixels, options: ImageOptions, wanted: Wanted, root: str) -> Range:
    """What becomes 0 and 1 of vectors (N, 1, 1, D); nothing is cut where they reach further.

    By default 0 stays 0, and 1 is the typical distance of a number from its column's mean: the root of the mean
    squared distance over all rows and columns. The least and the largest number would be no scale: of activations a few
    columns reach a hundred times further than the others. The mean of each column is the model's own to take off.

    Raises:
        MousaicError: all rows are equal.
    """
    if wanted.ranges is not None:
        return wanted.ranges[0]
    if wanted.limits is not None:
        return Range(None, *wanted.limits)
    if options.depth_range == "none":
        return Range(None, 0.0, 1.0)
    if options.depth_range == "percentiles":
        low, high = (float(v) for v in np.percentile(rows, [0.1, 99.9]))
    else:
        low, high = 0.0, float(np.sqrt(np.var(rows, axis=0, dtype=np.float64).mean()))
    if not low < high:
        raise MousaicError(f"All rows of {root} are nearly equal, which leaves nothing to learn: give others.")
    return Range(None, low, high)
