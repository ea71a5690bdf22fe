"""``analysis/class_findings.csv``: what differs between the classes, a row for each finding, the primary one first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Floats
from mousaic.config import ImageOptions
from mousaic.images.file_places import file_places
from mousaic.images.image_set import ImageSet

COLUMNS = [
    "rank", "kind", "member", "part", "class", "effect", "low", "high", "p", "p_corrected", "x0", "y0", "x1", "y1",
    "alike", "shortcut", "p_within",
]  # fmt: skip
"""Effects are in standard deviations over all units, those of places in pixels of the files. ``part`` is the number of
the part, of the feature (``member`` says of which member), of the block or of the column. ``alike``: parts that say the
same; of vectors features, counted member by member."""
EDGES, NOWHERE = ("x0", "y0", "x1", "y1"), ("", "", "", "")
"""Columns of a home, and what they hold of vectors, whose findings and features have no place."""


def class_rows(a: FeatureAnalysis, options: ImageOptions) -> list[dict[str, Any]]:
    """The findings about parts and light, then the features that differ elsewhere: by their responses or codes. Of
    vectors those of responses and columns, then the features that differ by their codes."""
    images = a.evidence.images
    rows: list[dict[str, Any]] = []
    for one in a.classes.findings if a.classes is not None else ():
        edges = file_box(one.box, images, options) if images.shape.is_grid else NOWHERE
        m, number = divmod(one.thing, a.evidence.features) if one.kind == "response" else ("", one.thing)
        scale = side_in_file(images, options) if one.kind == "place" else 1.0
        effect, low, high = (scale * float(value) for value in one.gap)
        rows.append(
            {
                "rank": len(rows) + 1, "kind": one.kind, "member": m, "part": number,
                "class": images.class_names[one.best_class], "effect": effect, "low": low, "high": high,
                "p": one.p, "p_corrected": one.p_corrected, **dict(zip(EDGES, edges, strict=True)),
                "alike": " ".join(map(str, one.alike)), "shortcut": one.shortcut,
                "p_within": one.p_within if np.isfinite(one.p_within) else "",
            }
        )  # fmt: skip
    return rows + _features(a, options, len(rows))


def _features(a: FeatureAnalysis, options: ImageOptions, before: int) -> list[dict[str, Any]]:
    d, images = a.differences, a.evidence.images
    if d is None:
        return []
    rows: list[dict[str, Any]] = []
    for m, h in d.ranked().tolist():
        if not d.passed[m, h]:
            break
        edges: Sequence[float | str] = NOWHERE
        if a.shape is not None:
            row, column, spread = (float(getattr(a.shape, name)[m, h]) for name in ("row", "column", "spread"))
            if _covered(row, column, a):
                continue  # it shows what a finding names already
            edges = file_box((row - spread, column - spread, row + spread, column + spread), images, options)
        elif d.by_response[m, h]:
            continue  # its response was asked with the others
        rows.append(
            {
                "rank": before + len(rows) + 1, "kind": "response" if d.by_response[m, h] else "code", "member": m,
                "part": h, "class": images.class_names[d.best_class[m, h]], "effect": float(d.effect[m, h]),
                "low": "", "high": "", "p": float(d.p[m, h]), "p_corrected": float(d.p_family[m, h]),
                **dict(zip(EDGES, edges, strict=True)), "alike": "", "shortcut": "", "p_within": "",
            }
        )  # fmt: skip
    return rows


def _covered(row: float, column: float, a: FeatureAnalysis) -> bool:
    boxes = [one.box for one in a.classes.findings] if a.classes is not None else []
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in boxes)


def file_box(
    box: tuple[float, float, float, float], images: ImageSet, options: ImageOptions
) -> tuple[float, float, float, float]:
    """Top, left, bottom, right in sides of the image as x0, y0, x1, y1 in pixels of a file of the middle size."""
    top, left, bottom, right = (np.clip(value, 0.0, 1.0) for value in box)
    x, y = _in_file(np.array([[top, bottom]]), np.array([[left, right]]), images, options)
    return float(x[0, 0]), float(y[0, 0]), float(x[0, 1]), float(y[0, 1])


def side_in_file(images: ImageSet, options: ImageOptions) -> float:
    """How many pixels of a file of the middle size one side of the image is, down and across on average."""
    x, y = _in_file(np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]]), images, options)
    return float((x[0, 1] - x[0, 0] + y[0, 1] - y[0, 0]) / 2)


def _in_file(row: Floats, column: Floats, images: ImageSet, options: ImageOptions) -> tuple[Floats, Floats]:
    if images.file_sizes is None:
        return column * images.shape.width - 0.5, row * images.shape.height - 0.5
    middle = np.sort(images.file_sizes, axis=0)[len(images.file_sizes) // 2][None]
    return file_places(row, column, middle, options)
