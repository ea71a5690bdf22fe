"""Is an image unlike all that were learned from? By how far it lies from the nearest of them.

How far is far is told by images that were held out themselves: the p of an image is the share of these, itself counted,
that lie at least as far from the images of their own training part (conformal p: Vovk et al. 2005, with distances of a
cross-validation). Of images like the training images 5 % have p of 0.05 or less, whatever the distances mean.
"""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Flags, Floats, PerImage

LEVEL = 0.05
"""An image with a smaller p is called unlike."""
_ROWS = 256


def nearest(new: Floats, seen: Floats) -> Floats:
    """(m, F) and (n, F) -> (m,): the distance to the nearest."""
    from scipy.spatial.distance import cdist

    parts = [cdist(new[start : start + _ROWS], seen).min(1) for start in range(0, len(new), _ROWS)]
    return np.concatenate(parts) if parts else np.zeros(0)


def unlike_p(distances: Floats, held_out: PerImage) -> Floats:
    """The p of images at these distances (m,), by those of images held out (N,): (m,).

    Examples:
        >>> unlike_p(np.array([0.5, 9.0]), np.array([1.0, 2.0, 3.0])).tolist()
        [1.0, 0.25]
    """
    known = np.sort(held_out)
    further = len(known) - np.searchsorted(known, distances, side="left")
    found: Floats = (further + 1) / (len(known) + 1)
    return found


def own_p(held_out: PerImage) -> Floats:
    """The p of each held-out image (N,) among all of them."""
    known = np.sort(held_out)
    found: Floats = (len(known) - np.searchsorted(known, held_out, side="left")) / len(known)
    return found


def is_unlike(p: Floats) -> Flags:
    """Which of these are below :data:`LEVEL`."""
    found: Flags = p < LEVEL
    return found
