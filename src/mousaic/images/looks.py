"""What deserves a look in a set that was read: copies, near copies, no contrast; and the groups of copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mousaic.arrays import Labels, Mask, Pixels
from mousaic.images.intake_report import Intake
from mousaic.images.near_duplicates import near_pairs


def exact_copies(sha256: Sequence[str]) -> list[list[int]]:
    """Positions of images that are the same byte for byte, in lists of two or more."""
    places: dict[str, list[int]] = {}
    for i, digest in enumerate(sha256):
        places.setdefault(digest, []).append(i)
    return [found for found in places.values() if len(found) > 1]


def group_names(given: Sequence[str | None], paths: Sequence[str], copies: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """The group of each image: the one given, else its own path; without one, exact copies share the first's."""
    groups = [group or path for group, path in zip(given, paths, strict=True)]
    for found in copies:
        for i in found:
            if given[i] is None:
                groups[i] = groups[found[0]]
    return tuple(groups)


def with_looks(
    report: Intake,
    paths: Sequence[str],
    labels: Labels,
    pixels: Pixels,
    constant: Mask,
    copies: Sequence[Sequence[int]],
) -> Intake:
    """The report with exact copies, near copies and constant images in it.

    Near copies are looked for among grids alone.
    """
    twin = {i: n for n, found in enumerate(copies) for i in found}
    near = near_pairs(pixels) if pixels.shape[2] > 1 else None
    listed = near.pairs if near else []
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
