"""What deserves a look in a set that was read: copies, near copies, no contrast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mousaic.arrays import Labels, Mask, Pixels
from mousaic.images.intake_report import Intake
from mousaic.images.near_duplicates import NearPairs, near_pairs, not_all_compared
from mousaic.said import Said, told
from mousaic.texts import Texts

LISTED = 1000
"""Pairs of near copies that a report names."""
COUNTED = 20_000
"""Pairs that are looked at to see which images hang together."""


def exact_copies(sha256: Sequence[str]) -> list[list[int]]:
    """Positions of images that are the same byte for byte, in lists of two or more."""
    number = Texts.of(sha256).numbered()
    often = np.bincount(number) > 1 if len(number) else np.zeros(0, bool)
    places: dict[int, list[int]] = {}
    for i in np.flatnonzero(often[number]).tolist():
        places.setdefault(int(number[i]), []).append(i)
    return list(places.values())


def near_copies(pixels: Pixels, beside: Path | None = None) -> NearPairs | None:
    """Pairs of grids that are nearly the same; None of flat vectors. ``beside``: as of :func:`near_pairs`."""
    return near_pairs(pixels, COUNTED, beside) if pixels.shape[2] > 1 else None


def remarks(count: int, copies: Sequence[Sequence[int]], near: NearPairs | None) -> list[Said]:
    """That a single image, or one image many times, cannot teach much; that near copies were looked for in part."""
    if count == 1:
        return [told("warn_one_image")]
    if copies and len(copies[0]) == count:
        return [told("warn_all_the_same", count=count)]
    return not_all_compared(near)


def with_looks(
    report: Intake,
    paths: Sequence[str],
    labels: Labels,
    constant: Mask,
    copies: Sequence[Sequence[int]],
    near: NearPairs | None,
) -> Intake:
    """The report with exact copies, near copies (None: not looked for) and constant images in it."""
    twin = {i: n for n, found in enumerate(copies) for i in found}
    listed = near.pairs[:LISTED] if near else []
    pairs = [(i, j) for i, j in listed if i not in twin or twin[i] != twin.get(j)]
    exact = sum(len(found) * (len(found) - 1) // 2 for found in copies if not constant[found[0]])
    return replace(
        report,
        duplicates=tuple(tuple(paths[i] for i in found) for found in copies),
        duplicates_across_classes=tuple(
            tuple(paths[i] for i in found) for found in copies if len({int(labels[i]) for i in found}) > 1
        ),
        near_duplicates=tuple((paths[i], paths[j]) for i, j in pairs),
        near_count=max(near.total - exact, len(pairs)) if near else 0,
        constant=tuple(paths[i] for i in np.flatnonzero(constant).tolist()),
    )
