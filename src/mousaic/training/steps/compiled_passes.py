"""The training step compiled for the CPU: passes over independent pieces.

1. ``codes_pass``, by image: its k active features.
2. ``images_pass``, by image: reconstruction, error, and the gradient of its code. The k rows of the dictionary it needs
   are read from memory once and are in cache for their second and third use.
3. ``figures_pass``, by image: what is told of all members' reconstructions.
4. ``members_pass``, by member: who uses which row, and the center's update.
5. ``rows_pass`` (:mod:`mousaic.training.steps.compiled_rows`), by ROWS rows of the dictionary: gradient, Adam and the
   next batch's product, while the rows are in cache. The gradient of the weights never exists as a whole. A row that
   no image uses goes on for a while as Adam's first moment fades. Once its steps are so small that none will ever
   change a float32 number of it, it rests: it needs no pass until an image uses it again, when its moments take all
   missed steps at once. Where most rows rest, :mod:`mousaic.training.steps.screen` takes their product, too.

M are the members that are trained here; where others train the rest, M' are all, whose codes the second pass sees.

Every piece is computed by one thread in a fixed order, so the result does not depend on the number of threads.
The plain version of the same step is :mod:`mousaic.training.objectives.reconstruction` with
:mod:`mousaic.training.adam`. No type hints: numba compiles each function for the types it is called with.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints, Singles
from mousaic.model.fast.compiled_selection import select
from mousaic.model.fast.compiler import compiled
from mousaic.training.steps.compiled_loops import (
    ZERO,
    adam,
    add_rows,
    correlation,
    dot_rows,
    varied,
)


class Trained(NamedTuple):
    """A parameter and its two moments, float32, of the same shape; changed in place."""

    value: Singles
    first: Singles
    second: Singles


class Buffers(NamedTuple):
    """What the passes hand to each other, for batches of up to B images."""

    a: Singles
    """(M, B, H): pre-activations."""
    values: Singles
    """(M, B, k): the codes' active entries."""
    indices: Ints
    """(M, B, k): their features, ascending."""
    gz: Singles
    """(M, B, k): the loss's derivative by each active entry."""
    gy: Singles
    """(M, B, D): by each output."""
    gc: Singles
    """(M, B, D): each image's part of the derivative by the center; (M, B, 1) where there is none."""
    outputs: Singles
    """(M, B, D): the reconstructions."""
    scores: Floats
    """(M, B, 2): squared error and pearson of each."""
    shared: Singles
    """(B, H): the sum of codes over all members, where there are several."""
    figures: Floats
    """(B, 7): squared error, pearson, pearson of the mean reconstruction, active entries, sum of squared codes, squared
    sum of codes: each summed over all members where there is one a member; and 1 where the image varies."""
    starts: Ints
    """(M, H + 1): the entries of row h are entries[m, starts[m, h] : starts[m, h + 1]]."""
    entries: Ints
    """(M, B * k): places in the flattened (B, k) codes, row by row."""


@compiled
def codes_pass(first, last, buffers):
    """Images first..last: their codes."""
    a, values, indices = buffers[0], buffers[1], buffers[2]
    (members, _, features), k = a.shape, values.shape[2]
    scratch = np.empty(features, np.float32)
    columns, places = np.empty(features, np.int64), np.empty(features, np.int64)
    for b in range(first, last):
        for m in range(members):
            select(a[m, b], k, scratch, columns, places, values[m, b], indices[m, b])


@compiled
def images_pass(first, last, x, weight, center, has_center, consistency, constant, all_values, all_indices, buffers):
    """Images first..last of x (B, D): reconstructions, the gradients of these and of codes, and figures of merit.

    Takes the codes (M', B, k) of all members.
    """
    a, values, indices, gz, gy, gc, outputs, scores, shared, figures, _, _ = buffers
    members, features = len(all_values), a.shape[2]
    (batch, pixels), k = x.shape, values.shape[2]
    pairs = members * (members - 1) // 2
    step = np.float32(2.0 / (members * batch * pixels))
    pull = np.float32(consistency * 2.0 / (pairs * batch * features)) if pairs else ZERO
    through = np.empty(pixels, np.float32)
    for b in range(first, last):
        figures[b, 3:6] = 0.0
        if pairs:
            shared[b] = ZERO
        for m in range(members):
            for j in range(k):
                value = all_values[m, b, j]
                figures[b, 3] += value != ZERO
                if pairs:
                    shared[b, all_indices[m, b, j]] += value
                    figures[b, 4] += value * value
        if pairs:
            for h in range(features):
                figures[b, 5] += shared[b, h] * shared[b, h]
        for m in range(len(weight)):
            y = outputs[m, b]
            y[:] = ZERO
            if has_center:
                y[:] = center[m]
            add_rows(weight[m], indices[m, b], values[m, b], y)
            squares = ZERO
            for d in range(pixels):
                error = y[d] - x[b, d]
                squares += error * error
                gy[m, b, d] = step * error
            scores[m, b, 0] = squares
            scores[m, b, 1] = correlation(x[b], y, constant)
            dot_rows(weight[m], indices[m, b], gy[m, b], gz[m, b])
            if pairs:
                for j in range(k):
                    gz[m, b, j] += pull * (members * values[m, b, j] - shared[b, indices[m, b, j]])
            if has_center:
                through[:] = ZERO
                add_rows(weight[m], indices[m, b], gz[m, b], through)
                for d in range(pixels):
                    gc[m, b, d] = gy[m, b, d] - through[d]


@compiled
def figures_pass(first, last, x, constant, outputs, scores, figures):
    """Images first..last of x (B, D): what their reconstructions (M', B, D) by all members score together."""
    members, pixels = len(outputs), x.shape[1]
    mean = np.empty(pixels, np.float32)
    for b in range(first, last):
        figures[b, :2], mean[:] = 0.0, ZERO
        figures[b, 6] = varied(x[b], constant)
        for m in range(members):
            figures[b, 0] += scores[m, b, 0]
            figures[b, 1] += scores[m, b, 1]
        figures[b, 2] = figures[b, 1]
        if members > 1:
            for m in range(members):
                for d in range(pixels):
                    mean[d] += outputs[m, b, d]
            for d in range(pixels):
                mean[d] /= np.float32(members)
            figures[b, 2] = correlation(x[b], mean, constant)


@compiled
def members_pass(first, last, batch, center, has_center, rate, root, buffers, fired):
    """Members first..last: which codes use each row, in how many images each feature fires, the center's update."""
    _, values, indices, _, _, gc, _, _, _, _, starts, entries = buffers
    k, features = indices.shape[2], fired.shape[1]
    gradient = np.empty(gc.shape[2], np.float32)
    for m in range(first, last):
        starts[m], fired[m] = 0, 0
        for b in range(batch):
            for j in range(k):
                starts[m, indices[m, b, j] + 1] += 1
                fired[m, indices[m, b, j]] += values[m, b, j] != ZERO
        for h in range(features):
            starts[m, h + 1] += starts[m, h]
        # Backwards, so that each row's entries come in the order of the images. starts[h + 1], where row h ends,
        # moves down to where it begins, and so has to be shifted to its place afterwards.
        for b in range(batch - 1, -1, -1):
            for j in range(k):
                h = indices[m, b, j]
                starts[m, h + 1] -= 1
                entries[m, starts[m, h + 1]] = b * k + j
        for h in range(features):
            starts[m, h] = starts[m, h + 1]
        starts[m, features] = batch * k
        if has_center:
            gradient[:] = ZERO
            for b in range(batch):
                for d in range(len(gradient)):
                    gradient[d] += gc[m, b, d]
            adam(center.value[m], center.first[m], center.second[m], gradient, rate, root)


@compiled
def center_pass(first, last, x, center, has_center, out):
    """out (M, B', D): images x (B, D) less each member's center, for members first..last; images beyond B are 0."""
    for m in range(first, last):
        for b in range(out.shape[1]):
            if b >= len(x):
                out[m, b] = ZERO
            elif has_center:
                for d in range(x.shape[1]):
                    out[m, b, d] = x[b, d] - center[m, d]
            else:
                out[m, b] = x[b]
