"""The false discovery rate: of what is called found, the share that is not there (Benjamini and Hochberg 1995)."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats


def benjamini_hochberg(p: Floats) -> Floats:
    """The q of each p (m,): of those with a q of at most a, no more than a share a are false, on average.

    It holds where the p are independent, and of conformal p-values that share their normal images as well (Bates et al.
    2023). scipy.stats has it too, and takes most of a second to import.

    Examples:
        >>> benjamini_hochberg(np.array([0.01, 0.5, 0.02])).round(3).tolist()
        [0.03, 0.5, 0.03]
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * (len(p) / np.arange(1, len(p) + 1))
    q = np.empty(len(p))
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    found: Floats = q.clip(max=1)
    return found
