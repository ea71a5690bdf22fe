"""The last pass of the compiled step, by rows of the dictionary: see :mod:`mousaic.training.steps.compiled_passes`.

No type hints: numba compiles each function for the types it is called with (float32 arrays unless said).
"""

from __future__ import annotations

import numpy as np

from mousaic.model.fast.compiler import compiled
from mousaic.training.steps.compiled_loops import ROWS, ZERO, adam, catch_up, fade, preactivations


@compiled
def rows_pass(
    first, last, update, confined, weight, bias, buffers, centered, resting, number, rate, root, multiply, screened,
    following,
):  # fmt: skip
    """Blocks first..last of ROWS rows: with ``update`` gradient and Adam, then with ``multiply`` the next product.

    With ``confined`` weights that are 0 stay 0. ``resting`` (M, H) is :attr:`mousaic.training.adam.AdamState.resting`;
    ``number`` is this step's, from 1. With ``screened`` rows at rest have no product here:
    :mod:`mousaic.training.steps.screen` looks at them.

    Blocks are numbered through all members; a member's last block may be smaller. Takes the batch ``centered``
    (M, B', D) and gives the pre-activations of ``following`` (M, B', D), B' >= B a multiple of ROWS.
    """
    a, features = buffers[0], weight.value.shape[1]
    blocks = (features + ROWS - 1) // ROWS
    gradient, bias_gradient = np.empty(weight.value.shape[2], np.float32), np.empty(1, np.float32)
    sums, waiting, count = np.empty((ROWS, following.shape[1]), np.float32), np.empty(ROWS, np.int64), 0
    for block in range(first, last):
        m, begin = block // blocks, block % blocks * ROWS
        end = min(begin + ROWS, features)
        for h in range(begin, end):
            if update:
                update_row(
                    m, h, confined, weight, bias, buffers, centered, resting, number, rate, root, gradient,
                    bias_gradient,
                )  # fmt: skip
            if multiply and not (screened and resting[m, h]):
                waiting[count] = h
                count += 1
                if count == ROWS:
                    preactivations(weight.value[m], bias.value[m], waiting, count, following[m], sums, a[m])
                    count = 0
        if count and (end == features or block == last - 1):
            preactivations(weight.value[m], bias.value[m], waiting, count, following[m], sums, a[m])
            count = 0


@compiled
def update_row(
    m, h, confined, weight, bias, buffers, centered, resting, number, rate, root, gradient, bias_gradient
):  # fmt: skip
    """Gradient and Adam of row h of member m, or what is left to do of a row that no image uses.

    ``gradient`` (D,) and ``bias_gradient`` (1,) are scratch; all else as in :func:`rows_pass`.
    """
    _, values, _, gz, gy, _, _, _, _, _, starts, entries = buffers
    pixels, k = weight.value.shape[2], values.shape[2]
    own, idle = slice(h, h + 1), starts[m, h] == starts[m, h + 1]
    if idle:
        if not resting[m, h]:
            moved = fade(weight.value[m, h], weight.first[m, h], weight.second[m, h], rate, root)
            moved |= fade(bias.value[m, own], bias.first[m, own], bias.second[m, own], rate, root)
            resting[m, h] = 0 if moved else number
        return
    if resting[m, h]:
        missed = number - 1 - resting[m, h]
        catch_up(weight.first[m, h], weight.second[m, h], missed)
        catch_up(bias.first[m, own], bias.second[m, own], missed)
        resting[m, h] = 0
    gradient[:], bias_gradient[:] = ZERO, ZERO
    for e in range(starts[m, h], starts[m, h + 1]):
        b, j = entries[m, e] // k, entries[m, e] % k
        z, q, outer, inner = values[m, b, j], gz[m, b, j], gy[m, b], centered[m, b]
        bias_gradient[0] += q
        for d in range(pixels):
            gradient[d] += z * outer[d] + q * inner[d]
    if confined:
        for d in range(pixels):
            if weight.value[m, h, d] == ZERO:
                gradient[d] = ZERO
    adam(weight.value[m, h], weight.first[m, h], weight.second[m, h], gradient, rate, root)
    adam(bias.value[m, own], bias.first[m, own], bias.second[m, own], bias_gradient, rate, root)
