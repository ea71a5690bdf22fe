"""Orthogonal matching pursuit over a Gram matrix, compiled for the processor.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled


@compiled
def pursue_rows(gram, along, k, least, basis, left, values, indices):
    """Values and indices (B, k) of the images whose products with the features are ``along`` (B, H), which is used up.

    Args:
        gram: (H, H).
        least: a feature adds nothing if no more than this share of its squared length is outside the chosen ones' span.
        basis, left: scratch, (k, H) and (H,).
    """
    along_basis, solved = np.empty(k), np.empty(k)  # float64
    for image in range(len(along)):
        found = _pursue(gram, along[image], k, least, basis, left, along_basis, indices[image])
        for j in range(found - 1, -1, -1):  # the basis is triangular in the chosen features
            total = along_basis[j]
            for i in range(j + 1, found):
                total -= basis[j, indices[image, i]] * solved[i]
            solved[j] = total / basis[j, indices[image, j]]
            values[image, j] = solved[j]
        _fill(indices[image], values[image], found, len(gram))


@compiled
def _pursue(gram, along, k, least, basis, left, along_basis, chosen):
    """Choose features until there are k or none adds anything; returns how many.

    ``basis[j, h]`` becomes the product of feature h with the j-th direction of the Gram-Schmidt basis of the chosen
    ones, ``left[h]`` feature h's squared length outside that basis, ``along[h]`` its product with what is left of the
    image.
    """
    features = len(along)
    for h in range(features):
        left[h] = gram[h, h]
    for j in range(k):
        best, most = -1, np.float32(0.0)
        for h in range(features):
            if left[h] > least * gram[h, h]:
                score = along[h] * along[h] / gram[h, h]
                if best < 0 or score > most:
                    best, most = h, score
        if best < 0:
            return j
        row, column = basis[j], gram[best]
        for h in range(features):
            row[h] = column[h]
        for i in range(j):
            earlier, share = basis[i], basis[i, best]
            for h in range(features):
                row[h] -= share * earlier[h]
        length = np.sqrt(left[best])
        step = along[best] / length
        for h in range(features):
            row[h] /= length
            along[h] -= step * row[h]
            left[h] -= row[h] * row[h]
        row[best], left[best] = length, np.float32(0.0)
        chosen[j], along_basis[j] = best, step
    return k


@compiled
def _fill(indices, values, found, features):
    """Where fewer features were found than there are places: the first ones that are not chosen, with the value 0."""
    spare = 0
    for j in range(found, len(indices)):
        taken = True
        while taken:
            taken = False
            for i in range(j):
                if indices[i] == spare:
                    taken = True
            if taken:
                spare += 1
        indices[j], values[j] = spare, np.float32(0.0)
