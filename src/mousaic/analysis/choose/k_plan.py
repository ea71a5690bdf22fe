"""Which k are tried, and what is to be said of the folds they are tried on."""

from __future__ import annotations

from collections.abc import Sequence

from mousaic.errors import MousaicError
from mousaic.said import Said, told

KS = (10, 20, 30, 50, 75, 100, 150, 200)
"""The numbers of active features that are tried unless others are given."""
FEW_FOLDS = 4
"""With fewer folds, models learn from much fewer images than the final one will."""


def check_ks(ks: Sequence[int] | None, features: int, pixels: int | None = None) -> list[int]:
    """The numbers to try, rising, each once.

    Args:
        pixels: of an image, once that is known.

    Raises:
        MousaicError: fewer than two, one below 1, beyond the features or as many as an image has pixels.
    """
    most = features if pixels is None else min(features, pixels - 1)
    if ks is None:
        ks = [k for k in KS if k <= most]
        if len(ks) < 2:
            raise MousaicError(f"{features} features of {pixels} pixels leave no usual k to try: give --ks 2,4, say.")
    tried = sorted(set(ks))
    if len(tried) < 2:
        raise MousaicError("A choice needs two different numbers at least: give --ks 10,20,50, say.")
    if tried[0] < 1:
        raise MousaicError(f"--ks cannot hold {tried[0]}: an image needs at least 1 active feature.")
    if tried[-1] > features:
        raise MousaicError(
            f"--ks cannot hold {tried[-1]}: there are only {features} features (lower it, or raise --features)."
        )
    if tried[-1] > most:
        raise MousaicError(
            f"--ks cannot hold {tried[-1]}: an image has only {pixels} pixels, so such a code saves nothing."
        )
    return tried


def folds_note(wanted: int, possible: int) -> Said | None:
    """What a reader must know about the folds, if anything."""
    few = told("folds_few", folds=possible, share=1 - 1 / possible) if possible < FEW_FOLDS else None
    if possible >= wanted:
        return few
    return told("folds_fewer_few" if few else "folds_fewer", possible=possible, wanted=wanted, few=few)
