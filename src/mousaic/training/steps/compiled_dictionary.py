"""The features of a block one after another, compiled for the processor: see :mod:`mousaic.training.steps.dictionary`.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled


@compiled
def follow_rows(rows, gram, left, ridge, changes):
    """Each of the rows (b, D) of a block in its turn, in place; what is 0 in a row stays 0.

    Args:
        gram: (b, b), the block's own part of A.
        left: (b, D), what each row would have to add as the block begins; used up.
        ridge: a float32.
        changes: scratch, (b, D): what each row became less what it was.
    """
    count, pixels = rows.shape
    for j in range(count):
        row, wanted, change = rows[j], left[j], changes[j]
        for i in range(j):
            share, earlier = gram[j, i], changes[i]
            if share != 0:
                for d in range(pixels):
                    wanted[d] -= share * earlier[d]
        weight = gram[j, j] + ridge
        was, length = 0.0, 0.0  # float64
        for d in range(pixels):
            wanted[d] = wanted[d] + weight * row[d] if row[d] != 0 else np.float32(0.0)
            length += wanted[d] * wanted[d]
            was += row[d] * row[d]
        if length > 0:
            factor = np.float32(np.sqrt(was) / np.sqrt(length))
            for d in range(pixels):
                new = wanted[d] * factor
                change[d] = new - row[d]
                row[d] = new
        else:
            for d in range(pixels):
                change[d] = 0
