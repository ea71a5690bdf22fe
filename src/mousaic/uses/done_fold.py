"""What whoever waits is told after each fold."""

from __future__ import annotations

from typing import NamedTuple

from mousaic.said import Said


class DoneFold(NamedTuple):
    """A fold that has been done."""

    number: int
    """From 1, over all repeats."""
    folds: int
    """Over all repeats."""
    seconds: float
    """0 where it had been done before."""
    left: float
    """Seconds that the others will take."""
    measure: Said | None = None
    """What ``score`` is, where classes or numbers are told: balanced accuracy, or rank correlation."""
    score: float | None = None
    """Of the recommended model in this fold."""
