"""Images that are nearly the same: strict enough for look-alike frames.

Up to :data:`ALL_COMPARED` images every pair is compared. Of more, which would take the square of their number, only
neighbours are: the thumbnails are split in two by random directions, again and again, down to buckets of
:data:`BUCKET`, and that is done :data:`ARRANGEMENTS` times. Images that are nearly the same seldom end in different
buckets every time: of 20,000 pictures of clothes 99.9 % of the pairs are found, in linear time.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Ints, Pixels, Singles
from mousaic.device import processors
from mousaic.images.mapped import blocks, let_go, room
from mousaic.said import Said, told

SIDE = 16
# Measured on 39 frames of one mouse on one wheel, all alike: the closest two correlate at 0.867 (0.635 after
# the set's mean is taken away). The same frames saved again as poor JPEG, at half size, noisy (10 of 255) or 15 %
# brighter correlate with themselves above 0.999 (0.981); moved sideways by 1 %, above 0.981 (0.944).
ALIKE = 0.98
ALIKE_BEYOND_MEAN = 0.9
FEW = 10  # with fewer images, the mean is mostly the images themselves
ALL_COMPARED = 20_000
"""Images of which every pair is compared: five seconds of a core."""
BUCKET, ARRANGEMENTS, DIRECTIONS = 1024, 10, 16
"""Images in a bucket at most; how often they are dealt into buckets anew; dimensions in which that is done."""
LOT = 8
"""Buckets that are looked at together, by as many threads as there are processors."""
KEPT = 2_000_000
"""Pairs at which the search among neighbours ends: a set that is nearly all copies has no end of them."""


class NearPairs(NamedTuple):
    """Pairs of images that are nearly the same."""

    pairs: list[tuple[int, int]]
    """The first ones, as positions i < j."""
    total: int
    """How many there are."""
    among: int = 0
    """How many images were looked at."""


def near_pairs(pixels: Pixels, most: int = 1000, beside: Path | None = None) -> NearPairs:
    """Pairs whose 16 x 16 thumbnails correlate at 0.98 or more, and at 0.9 or more once the set's mean is removed.

    The second condition keeps frames of one fixed camera apart, whose common background makes any two alike.
    Images without contrast are never near anything.

    Args:
        pixels: (N, C, H, W), 0 to 1.
        most: how many pairs to list.
        beside: where thumbnails are kept that are too many for memory.
    """
    thumbs = _thumbnails(pixels, beside)
    if len(thumbs) > ALL_COMPARED:
        found = _among_neighbours(thumbs)
        return NearPairs([divmod(key, len(thumbs)) for key in found[:most].tolist()], len(found), len(thumbs))
    plain = _standardised(thumbs)
    beyond = _standardised(thumbs - thumbs.mean(axis=0)) if len(thumbs) >= FEW else plain
    least = _least(len(thumbs))
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
    return NearPairs(pairs, count, len(thumbs))


def nearly_among(pixels: Pixels, known: Singles) -> Ints:
    """(N,): of each image the known one that it is nearly the same as; -1 where there is none.

    Thumbnails are alike as those of :func:`near_pairs`, the mean being that of the known images, and so are all pixels
    beyond the mean: small images of one kind, such as clothes or the digit 1, have thumbnails alike by chance, where
    the same image saved as poor JPEG has not.

    Args:
        pixels: (N, C, H, W), 0 to 1.
        known: (n, C, H, W), at least one.
    """
    own, mean = _thumbnails(known), known.mean(axis=0)
    middle: Singles = own.mean(axis=0) if len(known) >= FEW else np.zeros(own.shape[1], np.float32)
    plain, beyond, least = _standardised(own), _standardised(own - middle), _least(len(known))
    found = np.full(len(pixels), -1)
    for start in range(0, len(pixels), 512):
        thumbs = _thumbnails(pixels[start : start + 512])
        alike = _standardised(thumbs - middle) @ beyond.T
        alike[_standardised(thumbs) @ plain.T < ALIKE] = -1
        for i in np.flatnonzero(alike.max(axis=1) >= least):
            best = int(alike[i].argmax())
            both = np.stack([pixels[start + i], known[best]]) - (mean if len(known) >= FEW else 0)
            one, other = _standardised(both.reshape(2, -1))
            if one @ other >= ALIKE_BEYOND_MEAN:
                found[start + i] = best
    return found


def not_all_compared(near: NearPairs | None) -> list[Said]:
    """What has to be said of near pairs that were looked for among neighbours alone."""
    if near is None or near.among <= ALL_COMPARED:
        return []
    return [told("warn_near_neighbours", count=near.among, most=ALL_COMPARED)]


def _least(count: int) -> float:
    return ALIKE_BEYOND_MEAN if count >= FEW else ALIKE


def _among_neighbours(thumbs: Singles) -> Ints:
    """Pairs i < j as i * N + j, rising, each once."""
    count = len(thumbs)
    mean: Singles = thumbs.mean(axis=0)
    sample = _standardised(thumbs[:: max(1, count // 4096)] - mean)
    axes: Singles = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :DIRECTIONS]
    places = np.empty((count, axes.shape[1]), np.float32)
    for part in blocks(thumbs):
        places[part] = _standardised(thumbs[part] - mean) @ axes
        let_go()
    rng, keys = np.random.default_rng(0), np.empty(0, np.int64)

    def within(bucket: Ints) -> Ints:
        own = thumbs[bucket]
        plain, beyond = _standardised(own), _standardised(own - mean)
        near = (plain @ plain.T >= ALIKE) & (beyond @ beyond.T >= ALIKE_BEYOND_MEAN)
        first, second = np.nonzero(np.triu(near, 1))  # as positions in a bucket rise
        return bucket[first] * count + bucket[second]

    with ThreadPoolExecutor(processors(), thread_name_prefix="near") as pool:
        for _ in range(ARRANGEMENTS):
            found, new = [keys], 0
            dealt = _buckets(places, rng)
            while new <= KEPT and (lot := list(islice(dealt, LOT))):
                for own in pool.map(within, lot):
                    found.append(own)
                    new += len(own)
                    if new > KEPT:  # the same pairs, however many threads look for them
                        break
                let_go()
            keys = np.unique(np.concatenate(found))
            if len(keys) > KEPT:
                break
    return keys


def _buckets(places: Singles, rng: np.random.Generator) -> Iterator[Ints]:
    """Positions of the rows (N, P), rising, in buckets of at most :data:`BUCKET` rows that lie near each other."""
    waiting = [np.arange(len(places))]
    while waiting:
        rows = waiting.pop()
        if len(rows) <= BUCKET:
            yield rows
            continue
        direction = rng.standard_normal(places.shape[1], np.float32)
        order, half = np.argsort(places[rows] @ direction, kind="stable"), len(rows) // 2
        waiting += [np.sort(rows[order[:half]]), np.sort(rows[order[half:]])]


def _thumbnails(pixels: Pixels, beside: Path | None = None) -> Singles:
    """(N, cells): each image's channels averaged, and its pixels averaged by area."""
    down, across = _averaging(pixels.shape[2]), _averaging(pixels.shape[3])
    out: Singles = room((len(pixels), len(down) * len(across)), np.float32, beside)
    for part in blocks(pixels):
        for i in range(part.start, part.stop):
            out[i] = (down @ pixels[i].mean(axis=0) @ across.T).ravel()
        let_go()
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
