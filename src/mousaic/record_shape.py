"""What a record must look like, said once and checked before anything is done with it.

A shape is a function that takes a value of a JSON file and where it stands, and raises a ValueError that names the
place unless the value is of that shape. Shapes are put together: ``fields(k=whole(1), limits=maybe(number()))``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError

Shape = Callable[[Any, str], None]


def check_shape(path: Path, data: Any, shape: Shape) -> None:
    """Raise a MousaicError that names the file and the place unless what it holds is of that shape.

    Examples:
        >>> check_shape(Path("a.json"), {"k": 2.5}, fields(k=whole(1)))
        Traceback (most recent call last):
        mousaic.errors.MousaicError: a.json is damaged (k is no whole number of 1 or more): restore it, or train again.
    """
    try:
        shape(data, "")
    except ValueError as error:
        raise MousaicError(f"{path} is damaged ({error}): restore it, or train again.") from error


def number(least: float = -math.inf, most: float = math.inf) -> Shape:
    """A finite number within limits, both included."""

    def check(value: Any, place: str) -> None:
        right = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not right or not least <= value <= most or not abs(value) <= 1e300:
            raise ValueError(f"{place} is no number{_between(least, most)}")

    return check


def whole(least: int = 0, most: int = 2**63 - 1) -> Shape:
    """A whole number within limits, both included."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"{place} is no whole number{_between(least, most)}")

    return check


def text(value: Any, place: str) -> None:
    """Any text."""
    if not isinstance(value, str):
        raise ValueError(f"{place} is no text")


def flag(value: Any, place: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{place} is neither true nor false")


def anything(value: Any, place: str) -> None:
    """Of any shape: it is checked where it is read."""


def maybe(shape: Shape) -> Shape:
    """Of that shape, or null."""
    return lambda value, place: None if value is None else shape(value, place)


def either(*shapes: Shape) -> Shape:
    """Of one of these shapes; where of none, the last says why."""

    def check(value: Any, place: str) -> None:
        for shape in shapes[:-1]:
            try:
                return shape(value, place)
            except ValueError:
                continue
        shapes[-1](value, place)

    return check


def several(shape: Shape, count: int | None = None) -> Shape:
    """A list, each entry of that shape; of so many entries, where that is said."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, list) or (count is not None and len(value) != count):
            raise ValueError(f"{place} is no list" + ("" if count is None else f" of {count}"))
        for number, one in enumerate(value):
            shape(one, f"{place}[{number}]")

    return check


def named(shape: Shape) -> Shape:
    """An object of any names, each with a value of that shape."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{place or 'it'} is no object")
        for name, one in value.items():
            shape(one, _inside(place, name))

    return check


def fields(optional: Mapping[str, Shape] | None = None, /, **shapes: Shape) -> Shape:
    """An object with values of these shapes under these names, and perhaps under the optional ones; others pass."""
    known = {**(optional or {}), **shapes}

    def check(value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{place or 'it'} is no object")
        missing = [name for name in shapes if name not in value]
        if missing:
            raise ValueError(f"{_inside(place, missing[0])} is missing")
        for name, shape in known.items():
            if name in value:
                shape(value[name], _inside(place, name))

    return check


def _inside(place: str, name: str) -> str:
    return f"{place}.{name[:40]}" if place else name[:40]


def _between(least: float, most: float) -> str:
    if least > -math.inf and most < 2**62:
        return f" from {least:,.15g} to {most:,.15g}"
    return "" if least == -math.inf else f" of {least:,.15g} or more"
