"""Orthogonal matching pursuit with filters at places, compiled for the processor.

A chosen atom touches only those that overlap it. So what is carried along is the products of what is left of the image
with all atoms, and each step changes them near the chosen atoms alone, by the filters' cross-correlations; no Gram
matrix is ever formed.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled

SETTLED = 1e-4
"""A chosen atom's value that changes by less, as a share of the largest, need not be followed before the next choice.
The final values are exact in any case."""


@compiled
def correlate(filters, filter_, y, x, stride, height, width, row):
    """Products ``row`` (2n+1, 2n+1, F) of the atom of a filter at place (y, x) with those up to n places away.

    Args:
        filters: (C, P, P, F), P odd; an atom's middle pixel is at stride times its place.
        height, width: of the image, beyond which atoms are cut off.
    """
    channels, side, _, count = filters.shape
    reach, top, left = len(row) // 2, y * stride - side // 2, x * stride - side // 2
    row[:] = 0
    for down in range(-reach, reach + 1):
        for across in range(-reach, reach + 1):
            target = row[down + reach, across + reach]
            for i in range(max(0, down * stride, -top), min(side, side + down * stride, height - top)):
                for j in range(max(0, across * stride, -left), min(side, side + across * stride, width - left)):
                    for c in range(channels):
                        own, others = filters[c, i, j, filter_], filters[c, i - down * stride, j - across * stride]
                        if own != 0:
                            for g in range(count):
                                target[g] += own * others[g]


@compiled
def pursue_placed(filters, along, first, own, inside, shape, k, least, rows, values, indices):
    """Values and indices (k,) of the image whose products with the atoms are ``along`` (Y, X, F), which is used up.

    Args:
        first: a copy of ``along``.
        own: (Y, X, F), squared lengths of the atoms, 0 for those that may not be chosen; changed.
        inside: (F, 2n+1, 2n+1, F), products of atoms that no border cuts off.
        shape: (stride, height, width) of the image.
        least: an atom adds nothing if no more than this share of its squared length is outside the chosen ones' span.
        rows: scratch (k, 2n+1, 2n+1, F).
    """
    stride, height, width = shape
    down, across, _ = along.shape
    margin, reach = filters.shape[1] // 2, rows.shape[1] // 2
    y, x, f = np.empty(k, np.int64), np.empty(k, np.int64), np.empty(k, np.int64)
    triangle, forward, solved, applied = np.zeros((k, k)), np.empty(k), np.zeros(k), np.zeros(k)
    score, best = np.empty((down, across), np.float32), np.empty((down, across), np.int64)
    stale = np.ones((down, across), np.bool_)
    found = 0
    while found < k:
        _rank(along, own, stale, score, best)
        place = np.argmax(score)
        top, left = place // across, place % across
        if score[top, left] < 0:
            break
        y[found], x[found], f[found] = top, left, best[top, left]
        length = own[top, left, f[found]]
        own[top, left, f[found]], stale[top, left] = 0, True
        if not _extend(triangle, rows, y, x, f, found, reach, length, least):
            continue
        row = rows[found]
        if margin <= top * stride < height - margin and margin <= left * stride < width - margin:
            row[:] = inside[f[found]]
        else:
            correlate(filters, f[found], top, left, stride, height, width, row)
        total = np.float64(first[top, left, f[found]])
        for i in range(found):
            total -= triangle[found, i] * forward[i]
        forward[found] = total / triangle[found, found]
        found += 1
        _solve(triangle, forward, found, solved)
        _apply(along, rows, y, x, solved, applied, found, reach, stale)
    for j in range(found):
        values[j], indices[j] = solved[j], (f[j] * down + y[j]) * across + x[j]
    return found


@compiled
def _rank(along, own, stale, score, best):
    """At each place that changed, the filter that is most along what is left, and by how much."""
    for y in range(len(along)):
        for x in range(along.shape[1]):
            if stale[y, x]:
                most, place, a, o = np.float32(-1.0), 0, along[y, x], own[y, x]
                for g in range(len(a)):
                    if o[g] > 0:
                        share = a[g] * a[g] / o[g]
                        if share > most:
                            most, place = share, g
                score[y, x], best[y, x], stale[y, x] = most, place, False


@compiled
def _extend(triangle, rows, y, x, f, j, reach, length, least):
    """Add the j-th atom to the Cholesky factor of the chosen ones' products; whether it adds anything."""
    left = np.float64(length)
    for i in range(j):
        total, down, across = 0.0, y[j] - y[i] + reach, x[j] - x[i] + reach
        if 0 <= down <= 2 * reach and 0 <= across <= 2 * reach:
            total = np.float64(rows[i, down, across, f[j]])
        for h in range(i):
            total -= triangle[i, h] * triangle[j, h]
        triangle[j, i] = total / triangle[i, i]
        left -= triangle[j, i] * triangle[j, i]
    triangle[j, j] = np.sqrt(max(left, 0.0))
    return left > least * length


@compiled
def _solve(triangle, forward, found, solved):
    """The values of the chosen atoms."""
    for j in range(found - 1, -1, -1):
        total = forward[j]
        for i in range(j + 1, found):
            total -= triangle[i, j] * solved[i]
        solved[j] = total / triangle[j, j]


@compiled
def _apply(along, rows, y, x, solved, applied, found, reach, stale):
    """Take what the chosen atoms' values changed by off the products of what is left, and mark where."""
    down, across, count = along.shape
    most = 0.0
    for j in range(found):
        most = max(most, abs(solved[j]))
    for j in range(found):
        step = solved[j] - applied[j]
        if abs(step) <= SETTLED * most:
            continue
        applied[j], change = solved[j], np.float32(step)
        for v in range(max(0, y[j] - reach), min(down, y[j] + reach + 1)):
            for u in range(max(0, x[j] - reach), min(across, x[j] + reach + 1)):
                target, row = along[v, u], rows[j, v - y[j] + reach, u - x[j] + reach]
                for g in range(count):
                    target[g] -= change * row[g]
                stale[v, u] = True


@compiled
def pursue_all(filters, along, own, inside, shape, k, least, rows, values, indices):
    """:func:`pursue_placed` for each of the images (B, Y, X, F); returns how many atoms each found in ``found``."""
    for image in range(len(along)):
        found = pursue_placed(
            filters, along[image], along[image].copy(), own.copy(), inside, shape, k, least, rows, values[image],
            indices[image],
        )  # fmt: skip
        _fill(indices[image], values[image], found)


@compiled
def _fill(indices, values, found):
    """Where fewer atoms were found than there are places: the first ones that are not chosen, with the value 0."""
    spare = 0
    for j in range(found, len(indices)):
        while np.any(indices[:j] == spare):
            spare += 1
        indices[j], values[j] = spare, np.float32(0.0)
