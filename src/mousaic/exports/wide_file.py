"""A run's images as one wide table: what the run says of each, a row an image."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mousaic.analysis.parts.part_findings import findings_of
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.exports.formats import Given, without_parts
from mousaic.files import write_csv
from mousaic.images.image_set import ImageSet
from mousaic.report.tables.wide_values import feature_columns, part_columns, wide_rows
from mousaic.runs.applied import encode_images, reconstruct_images
from mousaic.runs.run import Run
from mousaic.said import Said

FIRST = ["path", "label", "group", "split", "r"]


def write_wide(given: Given, place: Path) -> list[Said]:
    """path, label, group, split (train or validation), r, each feature's value, and each part's presence, x and y."""
    run, images = given.run, given.originals()
    card = run.model.card
    columns = [feature_columns(encode_images(run.model, images), card)]
    said: list[Said] = []
    if holds_parts(run.path):
        columns.append(part_columns(findings_of(read_parts(run.path), images), images, card.images))
    else:
        said = without_parts(run)
    names = [*FIRST, *(name for one in columns for name in one.names)]
    write_csv(place, names, wide_rows(_first(run, images), *columns), given.raw or run.raw)
    return said


def _first(run: Run, images: ImageSet) -> Iterator[dict[str, Any]]:
    r = reconstruct_images(run.model, images).pearson
    for n, row in enumerate(run.split):
        yield {"path": row.path, "label": row.label, "group": row.group, "split": row.part, "r": float(r[n])}
