"""In how many ways may an image be odd? One score for each, higher is odder; each above 0.

``reconstruction``, ``worst_block``: what the members miss of the image, as a whole and where they miss most.
``presences``: parts that are there or missing otherwise than together in normal images (Mahalanobis distance, with the
shrunk covariance of Ledoit and Wolf 2004). ``places``: the same of where parts are. ``nearest_images``: how far
the nearest normal images are, in presences and pixels together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.uses.anomaly.detector import Seen

BASES = ("reconstruction", "worst_block", "presences", "places", "nearest_images")
WITHOUT_PARTS = ("reconstruction", "worst_block", "nearest_images")
"""Those of images that have no parts."""
NEAREST = 3
"""Normal images whose mean distance counts."""
_LEAST = 0.05
"""Of the mean standard deviation, below which none is taken to be."""


def names_of(parts: bool) -> tuple[str, ...]:
    """The base scores of images with parts, or without."""
    return BASES if parts else WITHOUT_PARTS


def base_scores(known: Seen, seen: Seen) -> Floats:
    """(N, J) of images, seen by the detector that learned from those ``known``."""
    columns = [seen.missed.mean((1, 2)), seen.missed.max((1, 2))]
    middle = known.pixels.mean(0, dtype=np.float64)
    blocks = [_Block(*((one.pixels - middle).reshape(len(one.pixels), -1) for one in (known, seen)))]
    if known.found is not None and seen.found is not None:
        presences = _standard(known.found.presence, seen.found.presence)
        places = _standard(*(np.hstack([one.row, one.column]) for one in (known.found, seen.found)))
        columns += [_mahalanobis(presences), _mahalanobis(places)]
        blocks.append(presences)
    columns.append(_nearest(_together(blocks)))
    found: Floats = np.stack(columns, axis=1)
    return found


class _Block(NamedTuple):
    """Numbers of the known images and of others."""

    known: Floats
    """(n, F)"""
    seen: Floats
    """(N, F)"""


def _standard(known: Floats, seen: Floats) -> _Block:
    """Each number in standard deviations from its mean in the known images."""
    spread = known.std(0)
    spread = np.maximum(spread, max(_LEAST * float(spread.mean()), 1e-6))
    return _Block((known - known.mean(0)) / spread, (seen - known.mean(0)) / spread)


def _together(blocks: list[_Block]) -> _Block:
    """Side by side, each of mean length 1 in the known images."""
    lengths = [max(float(np.sqrt(np.square(one.known).sum(1).mean())), 1e-9) for one in blocks]
    known, seen = (
        np.hstack([one[side] / length for one, length in zip(blocks, lengths, strict=True)]) for side in (0, 1)
    )
    return _Block(known, seen)


def _mahalanobis(block: _Block) -> Floats:
    """(N,): squared distance from the middle of the known images, in units of how these scatter."""
    from sklearn.covariance import LedoitWolf  # type: ignore[import-untyped]

    found: Floats = LedoitWolf().fit(block.known).mahalanobis(block.seen)
    return found


def _nearest(block: _Block) -> Floats:
    """(N,): mean distance to the nearest of the known images."""
    from scipy.spatial.distance import cdist

    few = min(NEAREST, len(block.known))
    away = np.concatenate([cdist(part, block.known) for part in np.array_split(block.seen, len(block.seen) // 256 + 1)])
    found: Floats = np.partition(away, few - 1, axis=1)[:, :few].mean(1)
    return found
