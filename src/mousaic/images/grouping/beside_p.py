"""A p is worth what its units are worth: where nobody knows which images are independent, that stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mousaic.said import Said, told


def beside_p(said: Said, condition: Said | None) -> Said:
    """What is said, and behind it the condition if a p is told of.

    Args:
        condition: see :attr:`mousaic.images.image_set.ImageSet.independence`.
    """
    return told("with_condition", claim=said, condition=condition) if condition and tells_p([said]) else said


def tells_p(said: Iterable[Any]) -> bool:
    """Whether any of these, or what stands in its places, tells a p."""
    return any(
        isinstance(one, Said) and (one.values.get("p") is not None or tells_p(_flat(one.values.values())))
        for one in said
    )


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        yield from value if isinstance(value, (list, tuple)) else [value]
