"""What a figure has room for: which images and which features it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.arrays import Floats, Labels, Names, Reals

MOST_CLASSES = 12
"""Classes shown in one figure; a figure of more would not fit a page."""


def choose_examples(labels: Labels, parts: Sequence[str] | Names, per_class: int = 3) -> NDArray[np.intp]:
    """Images that stand for every class, the same ones each time.

    Validation images come first; training images fill what is missing. Where there are more than
    needed they are taken evenly from the whole class, as neighbours are often of one animal.

    Args:
        labels: (N,) class of each image; -1, no label, is shown as one more class, the last.
        parts: (N,) ``"validation"`` or anything else.
        per_class: images of each class, at most.

    Returns:
        Indices grouped by class, of at most ``MOST_CLASSES`` classes.
    """
    held_out = np.asarray(parts) == "validation"
    chosen = [np.empty(0, dtype=np.intp)]
    for label in sorted(np.unique(labels), key=lambda value: (value < 0, value))[:MOST_CLASSES]:
        mine = labels == label
        first = _evenly(np.flatnonzero(mine & held_out), per_class)
        chosen += [first, _evenly(np.flatnonzero(mine & ~held_out), per_class - len(first))]
    return np.concatenate(chosen)


def _evenly(indices: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """At most ``count`` of the indices, evenly spaced."""
    count = min(count, len(indices))
    return indices[(np.arange(count) * len(indices)) // max(1, count)]


class RankedFeatures(NamedTuple):
    """The most used features, the most used first."""

    indices: NDArray[np.intp]
    """(n,) rows of the dictionary."""
    percent: Floats
    """(n,) training images in which each is active."""
    alive: int
    """Features of the whole dictionary that are active in at least one training image."""


def rank_features(usage: Reals, count: int = 100) -> RankedFeatures:
    """Rank features by how often they fire; of equals the lower index comes first.

    Args:
        usage: (H,) share of the training images, 0..1, in which each feature is active; NaN counts as 0.
        count: how many to keep.
    """
    share = np.nan_to_num(np.asarray(usage, dtype=np.float64))
    indices = np.argsort(-share, kind="stable")[:count]
    return RankedFeatures(indices, 100 * share[indices], int((share > 0).sum()))
