"""Few parts that stand for many candidates: those whose presences and places say what the others' do.

Two candidates are alike as far as their presences rise and fall together over the images (r squared) and their places
move together (the share of images in which one lies where it usually lies from the other). Each candidate is as well
stood for as by the part that is most like it; parts are taken one after another, each the one that adds most to the
sum over candidates (facility location; greedy: Nemhauser, Wolsey & Fisher 1978). Near-copies of a part are not taken.
"""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Flags, Floats, Ints

TOGETHER = 1 / 32
"""Share of the image's side within which two parts keep their usual distance."""
BY_PRESENCE = 0.75
"""How much of the likeness is that of presences; the rest is that of places."""
COPY = 0.75
"""Near candidates whose places move together in so large a share of the images are one part."""


def places_together(row: Floats, column: Floats, others: tuple[Floats, Floats], size: int) -> Floats:
    """(n, m): the share of images in which candidates keep their usual distance; places (N, n) and (N, m)."""
    down, across, other_down, other_across = (places - np.median(places, axis=0) for places in (row, column, *others))
    together = np.empty((row.shape[1], other_down.shape[1]))
    for one in range(len(together)):
        off = (other_down - down[:, [one]]) ** 2 + (other_across - across[:, [one]]) ** 2  # faster than np.hypot
        together[one] = (off <= (TOGETHER * size) ** 2).mean(axis=0)
    return together


def likeness(presence: Floats, together: Floats) -> Floats:
    """(n, n), 0 to 1: how far two candidates say the same; presence (N, n)."""
    off = presence - presence.mean(0)
    off /= np.linalg.norm(off, axis=0) + 1e-12
    alike: Floats = BY_PRESENCE * (off.T @ off) ** 2 + (1 - BY_PRESENCE) * together
    return alike


def stand_for(alike: Floats, copies: Flags, count: int) -> Ints:
    """At most ``count`` of n candidates that stand for all of them, the one that adds most first.

    Args:
        alike: (n, n), see :func:`likeness`.
        copies: (n, n): which are near-copies of each other, and of themselves; only one of them is taken.
    """
    covered, open_ = np.zeros(len(alike)), np.ones(len(alike), bool)
    chosen: list[int] = []
    while len(chosen) < count and open_.any():
        gain = np.where(open_, np.maximum(alike - covered, 0).sum(axis=1), -1)
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, alike[chosen[-1]])
        open_ &= ~copies[chosen[-1]]
    return np.array(chosen, np.int64)
