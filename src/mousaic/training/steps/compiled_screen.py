"""What :mod:`mousaic.training.steps.screen` does with each number, compiled for the processor.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiled_selection import select
from mousaic.model.fast.compiler import compiled
from mousaic.training.steps.compiled_loops import ROWS, preactivations

HALF_UNIT, ONE_BIT, SHORT = np.uint32(0x7FFF), np.uint32(1), np.uint32(16)
ROUNDED = np.float32(2**-8)  # of a number, at most, by rounding it to bfloat16
LONG = np.float32(2**-24)  # by rounding it to float32
SAFE = np.float32(1.01)  # for the rounding of the bound itself
TINY = np.float32(1e-30)  # for products too small for a float32


@compiled
def round_row(row, rounded, back):
    """Make ``rounded`` (D,), uint16, the bfloat16 numbers next to ``row`` (D,); how long the row is, and what is lost.

    ``back`` (D,), uint32, is scratch.
    """
    bits, again = row.view(np.uint32), back.view(np.float32)
    for d in range(len(row)):
        nearest = (bits[d] + HALF_UNIT + ((bits[d] >> SHORT) & ONE_BIT)) >> SHORT
        rounded[d] = nearest
        back[d] = nearest << SHORT
    length = lost = np.float32(0)
    for d in range(len(row)):
        length += row[d] * row[d]
        lost += (row[d] - again[d]) * (row[d] - again[d])
    return np.sqrt(length), np.sqrt(lost)


@compiled
def keep_pass(first, last, weight, resting, rounded, since, lengths):
    """Rows first..last, numbered through all members: round those that came to rest since they were rounded last.

    ``lengths`` (M, H, 2): of each row, and of what rounding took from it. ``since`` (M, H), int64: the number in
    ``resting`` for which a row was rounded.
    """
    features, back = weight.shape[1], np.empty(weight.shape[2], np.uint32)
    for row in range(first, last):
        m, h = row // features, row % features
        if resting[m, h] and since[m, h] != resting[m, h]:
            lengths[m, h] = round_row(weight[m, h], rounded[m, h], back)
            since[m, h] = resting[m, h]


@compiled
def doubt(pixels, row, image, bias, high, low):
    """How far a pre-activation may be from ``high + low + bias``, its product in bfloat16.

    Cauchy's inequality for what rounding took from the row and from the image, ``pixels`` roundings of float32 in
    either sum (Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 3.1), and one of each result.

    Args:
        row, image: (length, length of what is lost).
        high, low: the row times the image rounded, and times the next bits of the image.
    """
    by_rounding = row[1] * image[0] + (row[0] + row[1]) * image[1]
    by_summing = np.float32(2 * pixels) * LONG * row[0] * image[0]
    by_results = ROUNDED * (abs(high) + abs(low)) + np.float32(16) * LONG * abs(bias)
    return SAFE * (by_rounding + by_summing + by_results) + TINY


@compiled
def bounds_pass(first, last, batch, pixels, resting, lengths, images, short, bias, a):
    """Rows first..last, numbered through all members: of those at rest the least that ``a`` (M, B, H) may be.

    For the first ``batch`` images. ``images`` (M, B', 2) are lengths as those of rows, ``short`` (M, H, 2B') the
    products with images and with their next bits; the first become the most that ``a`` may be.
    """
    features, padded = resting.shape[1], images.shape[1]
    for row in range(first, last):
        m, h = row // features, row % features
        if resting[m, h]:
            for b in range(batch):
                high, low = short[m, h, b], short[m, h, padded + b]
                about, off = high + low + bias[m, h], doubt(pixels, lengths[m, h], images[m, b], bias[m, h], high, low)
                least, short[m, h, b] = about - off, about + off
                a[m, b, h] = least if least == least else -np.inf


@compiled
def least_pass(first, last, k, a, least):
    """Images first..last: ``least`` (M, B), what k pre-activations of each image reach for certain."""
    members, _, features = a.shape
    scratch, values, indices = np.empty(features, np.float32), np.empty(k, np.float32), np.empty(k, np.int64)
    columns, places = np.empty(features, np.int64), np.empty(features, np.int64)
    for b in range(first, last):
        for m in range(members):
            select(a[m, b], k, scratch, columns, places, values, indices)
            least[m, b] = values.min()


@compiled
def exact_pass(first, last, batch, weight, bias, resting, most, following, least, a):
    """Rows first..last, numbered through all members: exact products of those at rest that may be among an image's k.

    Of the others ``a`` stays what it may be at least, which is less than what k pre-activations reach. ``most``
    (M, H, B or more) is what each may be at most.
    """
    features = weight.shape[1]
    sums, waiting, count = np.empty((ROWS, following.shape[1]), np.float32), np.empty(ROWS, np.int64), 0
    for row in range(first, last):
        m, h = row // features, row % features
        if resting[m, h]:
            possible = False
            for b in range(batch):
                possible |= not (most[m, h, b] < least[m, b])  # where it is not a number, too
            if possible:
                waiting[count] = h
                count += 1
        if count == ROWS or (count and (h == features - 1 or row == last - 1)):
            preactivations(weight[m], bias[m], waiting, count, following[m], sums, a[m])
            count = 0
