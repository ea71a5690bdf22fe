"""What an image's code costs in bits: its values, and which of the atoms they belong to."""

from __future__ import annotations

import math

BITS_A_VALUE = 8
"""A value is written with 8 bits, whichever method it comes from."""
ROUNDING = 1e-6
"""Bits: by how much a sum of logarithms may miss a budget that it meets exactly."""


def code_bits(values: int, choices: int) -> float:
    """Bits of a code: 8 for each value, and log2 of the number of ways to choose ``values`` atoms out of ``choices``.

    The second part is what an ideal code spends on the positions, all choices being as likely (Cover 1973,
    "Enumerative source coding"): log2 of the binomial coefficient.

    Args:
        values: numbers in the code, 0 or more.
        choices: atoms that they may belong to, at least ``values``; 0 where nothing is chosen, as in the first
            components of PCA.

    Raises:
        ValueError: more values than atoms to choose from.

    Examples:
        >>> code_bits(50, 0), round(code_bits(50, 1024) - 400)
        (400.0, 284)
    """
    if choices and values > choices:
        raise ValueError(f"{values} values cannot be chosen from {choices} atoms.")
    ways = math.lgamma(choices + 1) - math.lgamma(values + 1) - math.lgamma(choices - values + 1) if choices else 0.0
    return BITS_A_VALUE * values + ways / math.log(2)


def values_within(bits: float, choices: int, most: int) -> int:
    """The most values whose code costs no more than ``bits``; 0 where not even one does.

    Args:
        choices: as of :func:`code_bits`.
        most: values that there can be at all.

    Examples:
        >>> values_within(500, 0, 1000), values_within(500, 1024, 1000), values_within(10, 1024, 1000)
        (62, 35, 0)
    """
    most = min(most, choices) if choices else most
    # From above: of almost all atoms fewer ways are left to choose, so the cost does not rise all the way.
    highest = max(0, min(most, math.floor((bits + ROUNDING) / BITS_A_VALUE)))
    return next((v for v in range(highest, 0, -1) if code_bits(v, choices) <= bits + ROUNDING), 0)
