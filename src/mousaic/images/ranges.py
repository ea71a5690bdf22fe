"""What becomes 0 and 1: the range of a number type, of a set's own values, or of the images a model was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Ends = tuple[float, float]
"""The least and the largest number of a type of samples: black and white."""
SCALES = (1.0, 255.0, 65535.0)
"""Full brightness of floats, as programs write them: shares, or the numbers of 8 or 16 bits."""
LEAST_SHARE = 0.1
"""Images that use less of a range than this were most likely not made for it."""


class Range(NamedTuple):
    """What became 0 and 1 of the images of one number type."""

    ends: Ends | None
    """Least and largest number of the type; None of floats, which have no such ends."""
    low: float
    """What became 0, in the units of the files."""
    high: float
    """What became 1."""

    @property
    def is_full(self) -> bool:
        """Whether it is what the type itself means by black and white, so that other types have its like."""
        if self.ends is None:
            return self.low == 0 and self.high in SCALES
        return (self.low, self.high) == self.ends

    @property
    def kind(self) -> str:
        """``floats``, or ``numbers of 0 to 255``."""
        return "floats" if self.ends is None else f"numbers of {self.ends[0]:.10g} to {self.ends[1]:.10g}"

    def __str__(self) -> str:
        return f"{self.kind}, {self.low:.6g} as 0 and {self.high:.6g} as 1"

    def to_json(self) -> dict[str, Any]:
        """``{"type": [0, 255], "range": [0, 255]}``; the type of floats is None."""
        return {"type": None if self.ends is None else list(self.ends), "range": [self.low, self.high]}


class Wanted(NamedTuple):
    """What becomes 0 and 1 as an earlier set recorded it; None: this set decides."""

    limits: tuple[float, float] | None = None
    """For files of every type alike."""
    ranges: tuple[Range, ...] | None = None
    """Type by type, in place of limits."""


def range_from_json(data: Mapping[str, Any]) -> Range:
    """The inverse of :meth:`Range.to_json`."""
    ends, (low, high) = data["type"], data["range"]
    return Range(None if ends is None else (float(ends[0]), float(ends[1])), float(low), float(high))


def float_range(low: float, high: float) -> tuple[float, float]:
    """Black and white of float images whose values reach from ``low`` to ``high``.

    The first of :data:`SCALES` that holds all of them, unless they use less than a tenth of it or some are negative:
    then their own extremes. Values of 0 to 1 are shares, however dark. Constant ones have no range: 0 to 1.

    Examples:
        >>> float_range(0.0, 0.7), float_range(0.0, 204.0), float_range(0.0, 0.01)
        ((0.0, 1.0), (0.0, 255.0), (0.0, 1.0))
        >>> float_range(-1.0, 2.3), float_range(0.0, 300.0), float_range(0.0, 2.3)
        ((-1.0, 2.3), (0.0, 300.0), (0.0, 2.3))
    """
    scale = _scale_of(low, high)
    if scale is not None:
        return 0.0, scale
    return (low, high) if low < high else (0.0, 1.0) if low < 0 else (0.0, high)


def fitting(ends: Ends | None, known: Sequence[Range], found: tuple[float, float]) -> Range | None:
    """The range that files of a type need to be as the images of ``known`` were, or None where nobody can know it.

    A type that ``known`` holds has its range. Other types are known to match where ``known`` says what its types mean
    by black and white, and not what one set of images happened to reach: 8-bit files and floats of 0 to 1, say.

    Args:
        ends: of the files' type.
        found: least and largest value in the files.
    """
    same = next((one for one in known if one.ends == ends), None)
    full = all(one.is_full for one in known)
    if ends is None:
        scale = _scale_of(*found)
        if same is None:
            return Range(None, 0.0, scale) if full and scale is not None else None
        misfit = full and not LEAST_SHARE * same.high <= found[1] <= same.high
        return Range(None, 0.0, scale) if misfit and scale is not None else same
    signed = any(one.ends is not None and one.ends[0] < 0 for one in known)
    return same or (Range(ends, *ends) if full and signed == (ends[0] < 0) else None)


def unlike(ranges: Sequence[Range] | None, known: Sequence[Range] | None) -> Range | None:
    """The first range that is not what :func:`fitting` would give; None where all are, or one side is not known."""
    if not ranges or not known:
        return None
    return next((one for one in ranges if fitting(one.ends, known, (one.low, one.high)) != one), None)


def _scale_of(low: float, high: float) -> float | None:
    scale = next((one for one in SCALES if high <= one), None)
    if scale is None or low < 0 or (scale > 1 and high < LEAST_SHARE * scale):
        return None
    return scale
