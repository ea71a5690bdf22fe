"""Labels beside a panel, near what they name and clear of each other."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Places nearest to the wanted ones, in their order and at least ``gap`` apart, within 0 to 1.

    Nearest in the sum of squares, by isotonic regression (pool adjacent violators: Barlow et al. 1972).

    Args:
        wanted: in 0 to 1, in any order.
        gap: where so many do not fit, as much as fits.

    Examples:
        >>> [round(place, 3) for place in spread([0.5, 0.9, 0.5], 0.2)]
        [0.4, 0.9, 0.6]
    """
    if not wanted:
        return []
    gap = min(gap, 1 / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[list[float]] = []  # mean and size, of places from which the gaps below are taken off
    for step, i in enumerate(order):
        blocks.append([wanted[i] - step * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, size = blocks.pop()
            other, more = blocks.pop()
            blocks.append([(mean * size + other * more) / (size + more), size + more])
    shifted = [mean for mean, size in blocks for _ in range(int(size))]
    top = 1 - gap * (len(wanted) - 1)
    places = [0.0] * len(wanted)
    for step, i in enumerate(order):
        places[i] = min(max(shifted[step], 0.0), top) + step * gap
    return places
