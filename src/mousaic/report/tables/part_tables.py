"""A run's parts as files: ``parts.csv``, a line for each image and part, and ``parts.json``, what each part is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.analysis.parts.homes import REACH
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.analysis.parts.part_store import FOLDER, save_parts
from mousaic.arrays import Flags, Floats
from mousaic.config import ImageOptions
from mousaic.files import write_csv, write_json
from mousaic.images.file_places import file_places
from mousaic.images.image_set import ImageSet

COLUMNS = ["path", "label", "group", "part", "presence", "x", "y", "found"]


def write_parts(
    run: Path, findings: PartFindings, images: ImageSet, options: ImageOptions, raw: bool = False
) -> list[str]:
    """Everything into ``RUN/parts``; the files' names, relative to the run."""
    save_parts(run, findings.parts)
    write_part_places(run / FOLDER / "parts.csv", findings, images, options, raw)
    write_json(run / FOLDER / "parts.json", part_facts(findings, images))
    return [f"{FOLDER}/{name}" for name in ("parts.csv", "parts.json", "parts.safetensors")]


def write_part_places(
    path: Path, findings: PartFindings, images: ImageSet, options: ImageOptions, raw: bool = False
) -> None:
    """``parts.csv``: x and y in pixels of the files (of arrays: of the images), the middle of the first at 0, 0."""
    write_csv(path, COLUMNS, _rows(findings, images, options), raw)


def places_of(findings: PartFindings, images: ImageSet, options: ImageOptions) -> tuple[Floats, Floats]:
    """x and y (N, P) in pixels of the files."""
    found = findings.found
    if images.file_sizes is None:
        side = images.shape.height
        return found.column * side - 0.5, found.row * side - 0.5
    return file_places(found.row, found.column, images.file_sizes, options)


def part_facts(findings: PartFindings, images: ImageSet) -> dict[str, Any]:
    """What each part is; the home is an ellipse, in sides of the prepared image."""
    parts, kept = findings.parts, []
    for i, picture in enumerate(parts.pictures):
        widths, axes = np.linalg.eigh(parts.homes.spread[i].double().numpy())
        row, column = ((float(v) + 0.5) / parts.side for v in parts.homes.middle[i])
        kept.append(
            {
                "part": i,
                "kind": str(findings.kind[i]),
                "side": picture.squares.shape[-1] / parts.side,
                "home": {
                    "row": row,
                    "column": column,
                    "half_axes": [float(REACH * np.sqrt(w)) / parts.side for w in widths[::-1]],
                    "turn": float(np.degrees(np.arctan2(-axes[0, 1], axes[1, 1]))) % 180,
                },
                "found": float(findings.share[i]),
                "wander": float(findings.wander[i]),
                "presence_by_chance": float(parts.chance[i]),
                "copies": int(parts.copies[i]),
                "copies_by_chance": int(parts.copies_by_chance[i]),
                "presence_by_class": {
                    name: float(v)
                    for name, v in zip(images.class_names, findings.by_class[i], strict=True)
                    if np.isfinite(v)
                },
                "picture": np.round(picture.squares[0].double().numpy(), 5).tolist(),
            }
        )
    return {"schema": 1, "kind": "mousaic parts", "candidates": parts.candidates, "parts": kept}


def _rows(findings: PartFindings, images: ImageSet, options: ImageOptions) -> Iterator[dict[str, Any]]:
    x, y = places_of(findings, images, options)
    found, inside = findings.found, _inside(x, y, images)
    for n, path in enumerate(images.paths):
        label = images.class_names[images.labels[n]] if images.labels[n] >= 0 else ""
        own = (values[n].tolist() for values in (found.presence, x, y, found.found & inside))
        for part, (presence, across, down, seen) in enumerate(zip(*own, strict=True)):
            yield {
                "path": path, "label": label, "group": images.groups[n], "part": part,
                "presence": presence, "x": across, "y": down, "found": int(seen),
            }  # fmt: skip


def _inside(x: Floats, y: Floats, images: ImageSet) -> Flags:
    """Which places lie in their files, and not on the bars of letterbox images."""
    if images.file_sizes is None:
        return np.ones(x.shape, bool)
    height, width = (images.file_sizes[:, [axis]] for axis in (0, 1))
    inside: Flags = (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)
    return inside
