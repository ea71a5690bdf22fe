"""How many of n things two sets of them share by chance: the tails of the hypergeometric law (Fisher's exact test)."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats, Ints

BLOCK = 2**20
"""Numbers at a time: 8 MB."""


def shared_by_chance(n: int, a: Ints, b: Ints, shared: Ints) -> tuple[Floats, Floats]:
    """The chance that sets of ``a`` and ``b`` of n things have at least, and at most, so many in common: (m,) each.

    The chance of exactly x is C(a, x) C(n - a, b - x) / C(n, b); each tail is summed by itself, as a difference from 1
    would lose a small one.

    Args:
        a, b, shared: (m,), sizes of 0 to n, and a number of things that two such sets can share.

    Examples:
        >>> at_least, at_most = shared_by_chance(4, np.array([2]), np.array([2]), np.array([2]))
        >>> round(float(at_least[0]), 4), float(at_most[0])
        (0.1667, 1.0)
    """
    from scipy.special import gammaln

    log_factorial = gammaln(np.arange(n + 1) + 1.0)
    low, high = np.minimum(a, b), np.maximum(a, b)
    at_least, at_most = np.ones(len(a)), np.ones(len(a))
    order = np.argsort(low, kind="stable")  # of about one width in a block
    while len(order):
        size = max(1, BLOCK // (int(low[order[-1]]) + 1))
        part, order = order[-size:], order[:-size]
        chance = _chances(n, low[part], high[part], log_factorial)
        x, own = np.arange(chance.shape[1]), shared[part, None]
        at_least[part] = np.where(x >= own, chance, 0).sum(1)
        at_most[part] = np.where(x <= own, chance, 0).sum(1)
    return at_least.clip(max=1), at_most.clip(max=1)


def _chances(n: int, low: Ints, high: Ints, log_factorial: Floats) -> Floats:
    """Of each number from 0 to the largest ``low``: (m, largest + 1)."""

    def log_choose(of: Ints, some: Ints) -> Floats:
        logs: Floats = log_factorial[of] - log_factorial[some] - log_factorial[of - some]
        return logs

    x = np.arange(int(low.max(initial=0)) + 1)[None]
    low, high = low[:, None], high[:, None]
    possible = (x <= low) & (x >= low + high - n)
    x = np.where(possible, x, np.maximum(low + high - n, 0))
    logs = log_choose(low, x) + log_choose(n - low, high - x) - log_choose(np.full_like(high, n), high)
    chances: Floats = np.where(possible, np.exp(logs), 0)
    return chances
