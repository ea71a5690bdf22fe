"""Round numbers for an axis, in figures and in the charts of the pages."""

from __future__ import annotations

import math

import numpy as np


def even_ticks(low: float, high: float) -> list[float]:
    """Three to seven round numbers between two limits."""
    span = max(high - low, 1e-9)
    power = 10.0 ** np.floor(np.log10(span))
    step = next(power * factor for factor in (0.2, 0.5, 1.0, 2.0) if span / (power * factor) <= 6.5)
    ticks = np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step
    return [round(float(tick), 12) for tick in ticks]


def log_ticks(low: float, high: float) -> list[float]:
    """Round numbers that enclose ``low`` and ``high``: 1, 2, 5, 10, ..., or powers of ten where those are many."""
    low, high = low / 1.03, high * 1.03
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    if last - first > 3:
        stride = math.ceil((last - first) / 8)
        return [10.0**power for power in range(first, last + stride, stride)]
    ticks = [float(f"{step}e{power}") for power in range(first, last + 1) for step in (1, 2, 5)]
    below, above = max(tick for tick in ticks if tick <= low), min(tick for tick in ticks if tick >= high)
    return [tick for tick in ticks if below <= tick <= above]
