"""The k largest pre-activations of each image, compiled for the processor.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled

HALF = np.float32(0.5)
LARGEST = np.finfo(np.float32).max


@compiled
def count_from(values, least):
    """How many of ``values`` are ``least`` or more."""
    count = np.int32(0)
    for i in range(len(values)):  # ``for v in values`` does not become vector instructions
        count += values[i] >= least
    return count


@compiled
def enclose(values, k, spare):
    """(low, high) with at least k of ``values`` from low on, and less than k from high on.

    Bisection, each look at all values being a few vector instructions. It ends when no more than k + ``spare`` are
    left from low on, or when no number lies between low and high any more: then those in between all equal low.
    """
    low = high = values[0]
    for v in values:
        low = v if v < low else low
        high = v if v > high else high
    low = low if low > -LARGEST else -LARGEST
    high = high if high < LARGEST else LARGEST
    if count_from(values, high) >= k:
        return high, np.float32(np.inf)
    found = len(values)
    while found > k + spare:
        middle = HALF * low + HALF * high
        if middle <= low or middle >= high:
            break
        count = count_from(values, middle)
        if count >= k:
            low, found = middle, count
        else:
            high = middle
    return low, high


@compiled
def select(a, k, scratch, columns, places, values, indices):
    """The k largest entries of ``a`` (H,) in the order of their features; of equals the lower feature.

    ``a`` is seen as rows of a table with a few times k columns. The k-th largest of the columns' maxima is a lower
    bound of the k-th largest entry, since k entries reach it. Few entries do, so all that remains is cheap.
    ``scratch`` and int64 ``columns`` and ``places`` are of length H.
    """
    features = len(a)
    width = min(features, max(64, 4 * k, features // 32))
    maxima = scratch[:width]
    maxima[:] = -np.inf
    for begin in range(0, features, width):
        row = a[begin : min(begin + width, features)]
        for c in range(len(row)):
            maxima[c] = row[c] if row[c] > maxima[c] else maxima[c]  # passes over what is not a number
    bound = enclose(maxima, k, k // 8)[0]
    reaching = 0
    for c in range(width):
        columns[reaching] = c
        reaching += maxima[c] >= bound
    found = 0
    for begin in range(0, features, width):
        for c in range(reaching):
            h = begin + columns[c]
            if h < features:
                places[found] = h
                found += a[h] >= bound
    if found < k:  # only where entries are not numbers: say so, the training loop stops on it
        for j in range(k):
            values[j], indices[j] = np.nan, j
        return
    for c in range(found):
        scratch[c] = a[places[c]]
    low, high = enclose(scratch[:found], k, 0)
    equals = k - count_from(scratch[:found], high)
    j = 0
    for c in range(found):
        v = scratch[c]
        if v >= high or (v >= low and equals > 0):
            equals -= v < high
            values[j], indices[j] = v, places[c]
            j += 1


@compiled
def select_rows(a, bias, k, values, indices):
    """:func:`select` for each row of ``a`` (B, H) after adding ``bias`` (H,): ``values`` and ``indices`` (B, k)."""
    features = a.shape[1]
    scratch = np.empty(features, np.float32)
    columns, places = np.empty(features, np.int64), np.empty(features, np.int64)
    for row in range(len(a)):
        for h in range(features):
            a[row, h] += bias[h]
        select(a[row], k, scratch, columns, places, values[row], indices[row])
