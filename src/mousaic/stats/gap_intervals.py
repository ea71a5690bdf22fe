"""How far apart two classes are, with an interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Whole

_Measure = Callable[[Floats, Floats], Floats]
DRAWS = 2000
"""Resamples behind an interval."""
_AT_ONCE = 1 << 19
"""Numbers that are resampled together."""


class Gap(NamedTuple):
    """A difference and its 95 % interval."""

    effect: float
    low: float
    high: float


def standard_gap(values: Floats, mine: Flags, rng: np.random.Generator) -> Gap:
    """Mean of the units of a class less that of the others, in standard deviations over all units.

    The interval resamples units within class and others, standard deviation included (percentiles of the stratified
    bootstrap: Davison and Hinkley 1997, section 3.2). It is this difference's
    own, not corrected for having been picked.

    Args:
        values: (U,).
        mine: (U,), both kinds present.

    Examples:
        >>> values = np.array([0.0, 1, 2, 1, 10, 11, 12, 11])
        >>> found = standard_gap(values, values > 5, np.random.default_rng(0))
        >>> round(found.effect, 2), found.low < found.effect < found.high
        (1.98, True)
    """
    return _interval(values[None], mine, rng, _standard)


def distance_gap(rows: Floats, columns: Floats, mine: Flags, rng: np.random.Generator) -> Gap:
    """How far the mean place (U,), (U,) of a class lies from that of the others, in the units of the places."""
    return _interval(np.stack([rows, columns]), mine, rng, _distance)


def _standard(one: Floats, other: Floats) -> Floats:
    both = np.concatenate([one, other], axis=-1)
    deviation = both.std(-1)
    gap = one.mean(-1) - other.mean(-1)
    found = np.divide(gap, deviation, out=np.zeros_like(gap), where=deviation > 1e-12)
    alone: Floats = found[0]
    return alone


def _distance(one: Floats, other: Floats) -> Floats:
    off = one.mean(-1) - other.mean(-1)
    found: Floats = np.hypot(off[0], off[1])
    return found


def _interval(values: Floats, mine: Flags, rng: np.random.Generator, measure: _Measure) -> Gap:
    """Of values (V, U), by ``measure`` of the two sides (V, ..., units)."""
    one, other = values[:, mine], values[:, ~mine]
    drawn = [_drawn(side.shape[1], rng) for side in (one, other)]
    step = max(1, _AT_ONCE // values.size)
    parts = (slice(start, start + step) for start in range(0, DRAWS, step))
    gaps = [measure(one[:, drawn[0][part]], other[:, drawn[1][part]]) for part in parts]
    low, high = np.percentile(np.concatenate(gaps), [2.5, 97.5]).tolist()
    return Gap(float(measure(one[:, None], other[:, None])[0]), low, high)


def _drawn(units: int, rng: np.random.Generator) -> Whole:
    """(DRAWS, units): which unit takes each one's place, in as few bytes as that takes."""
    kind = np.min_scalar_type(units)
    step = max(1, _AT_ONCE // units)
    sizes = (min(step, DRAWS - start) for start in range(0, DRAWS, step))
    return np.concatenate([rng.integers(0, units, (size, units)).astype(kind) for size in sizes])
