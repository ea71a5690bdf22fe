"""What a method makes of images when each may cost so many bits, whatever the method spends them on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.compare.fitted import Fitted
from mousaic.arrays import Flags, Floats, Ints, Singles
from mousaic.stats.reconstruction_scores import pearson, squared_error

BITS = (50, 100, 200, 300, 500, 700, 1000, 1400, 2000)
"""Bits for one image at which methods are compared."""
VERDICT_BITS = 500
"""The budget of the verdict: it buys the first 62 components of PCA, or 35 of 1,024 atoms."""
BATCH = 256


class AtBits(NamedTuple):
    """What one method scored on n images at each of the B budgets :data:`BITS`."""

    values: Ints
    """(B,): values of each code, as many as the budget buys; 0 where it does not buy one."""
    saturated: Flags
    """(B,): the method has no more values, though the budget would buy them; it then costs fewer bits."""
    r: Floats
    """(B, n): Pearson r of each image, mean over the method's reconstructions; NaN where there are no values."""
    error: Floats
    """(B, n): mean squared error."""


def at_bits(fitted: Fitted, x: Singles) -> AtBits | None:
    """Scores of images (n, D) at every budget; None of a method whose codes have one size alone."""
    about, with_values = fitted.about, fitted.with_values
    if with_values is None or about.most == 0:
        return None
    values = np.array([about.values_within(bits) for bits in BITS], np.int64)
    left = [bits - about.bits_of(about.most) for bits in BITS]
    saturated = (values == about.most) & (np.array(left) > 0)
    counts = sorted({int(count) for count in values if count})
    r, error = np.full((len(BITS), len(x)), np.nan), np.full((len(BITS), len(x)), np.nan)
    for start in range(0, len(x) if counts else 0, BATCH):
        batch, here = x[start : start + BATCH], slice(start, start + BATCH)
        for count, made in zip(counts, with_values(batch, counts), strict=True):
            at = values == count
            r[at, here] = np.mean([pearson(y, batch) for y in made], 0)
            error[at, here] = np.mean([squared_error(y, batch) for y in made], 0)
    return AtBits(values, saturated, r, error)
