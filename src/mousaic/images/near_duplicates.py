"""Images that are nearly the same: cheap enough for thousands, strict enough for look-alike frames."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Pixels, Singles

SIDE = 16
# Measured on 39 frames of one mouse on one wheel, all alike: the closest two correlate at 0.867 (0.635 after
# the set's mean is taken away). The same frames saved again as poor JPEG, at half size, noisy (10 of 255) or 15 %
# brighter correlate with themselves above 0.999 (0.981); moved sideways by 1 %, above 0.981 (0.944).
ALIKE = 0.98
ALIKE_BEYOND_MEAN = 0.9
FEW = 10  # with fewer images, the mean is mostly the images themselves


class NearPairs(NamedTuple):
    """Pairs of images that are nearly the same."""

    pairs: list[tuple[int, int]]
    """The first ones, as positions i < j."""
    total: int
    """How many there are."""


def near_pairs(pixels: Pixels, most: int = 1000) -> NearPairs:
    """Pairs whose 16 x 16 thumbnails correlate at 0.98 or more, and at 0.9 or more once the set's mean is removed.

    The second condition keeps frames of one fixed camera apart, whose common background makes any two alike.
    Images without contrast are never near anything.

    Args:
        pixels: (N, C, H, W), 0 to 1.
        most: how many pairs to list.
    """
    thumbs = _thumbnails(pixels)
    plain = _standardised(thumbs)
    beyond = _standardised(thumbs - thumbs.mean(axis=0)) if len(thumbs) >= FEW else plain
    least = ALIKE_BEYOND_MEAN if len(thumbs) >= FEW else ALIKE
    pairs: list[tuple[int, int]] = []
    count = 0
    for start in range(0, len(thumbs), 512):
        stop = min(start + 512, len(thumbs))
        near = plain[start:stop] @ plain[start:].T >= ALIKE
        near &= beyond[start:stop] @ beyond[start:].T >= least
        near = np.triu(near, 1)  # j > i, as both count from start
        count += int(near.sum())
        if len(pairs) < most:
            pairs += [(start + int(i), start + int(j)) for i, j in np.argwhere(near)[: most - len(pairs)]]
    return NearPairs(pairs, count)


def _thumbnails(pixels: Pixels) -> Singles:
    """(N, cells): each image's channels averaged, and its pixels averaged by area."""
    down, across = _averaging(pixels.shape[2]), _averaging(pixels.shape[3])
    out = np.empty((len(pixels), len(down) * len(across)), np.float32)
    for i, image in enumerate(pixels):
        out[i] = (down @ image.mean(axis=0) @ across.T).ravel()
    return out


def _averaging(size: int) -> Singles:
    """(cells, size): the share of each pixel along one side in each of at most 16 cells; rows sum to 1."""
    side = min(SIDE, size)
    edges = np.linspace(0, size, side + 1)
    cells = np.arange(size)
    overlap = np.minimum(edges[1:, None], cells + 1) - np.maximum(edges[:-1, None], cells)
    weights: Singles = (np.clip(overlap, 0, 1) * side / size).astype(np.float32)
    return weights


def _standardised(rows: Singles) -> Singles:
    """Rows with mean 0 and length 1, so that products are correlations; rows without contrast become 0."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    flat = lengths < 1e-4
    return np.where(flat, 0, rows / np.where(flat, 1, lengths)).astype(np.float32)
