"""What a run says of each image as columns of a wide table: its features and its parts, a row an image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from mousaic.analysis.evidence import activations, strongest
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.arrays import Floats
from mousaic.config import ImageOptions
from mousaic.images.image_set import ImageSet
from mousaic.model.store import ModelCard
from mousaic.report.tables.part_tables import places_of
from mousaic.runs.applied import EncodedImages


class Columns(NamedTuple):
    """Named columns of a table with a row an image."""

    names: list[str]
    values: Floats
    """(N, columns)"""


def feature_columns(codes: EncodedImages, card: ModelCard) -> Columns:
    """``sae0_f0017``: the value of each feature, 0 where it is not active.

    Of filters at places each once, with its value furthest from 0.
    """
    count = card.features
    if card.placing is not None:
        codes, count = strongest(codes, card.placing), card.placing.filters
    every = np.arange(count)
    values = np.concatenate([activations(codes, m, every) for m in range(card.members)], axis=1)
    return Columns([f"sae{m}_f{j:04d}" for m in range(card.members) for j in range(count)], values)


def part_columns(findings: PartFindings, images: ImageSet, options: ImageOptions) -> Columns:
    """``part003_presence``, ``part003_x`` and ``part003_y``: x and y in pixels of the files, as in ``parts.csv``."""
    values = np.stack([findings.found.presence, *places_of(findings, images, options)], axis=2)
    names = [f"part{i:03d}_{what}" for i in range(values.shape[1]) for what in ("presence", "x", "y")]
    return Columns(names, values.reshape(len(images), -1))


def wide_rows(first: Iterable[Mapping[str, Any]], *columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows: what ``first`` says of each image, then these columns."""
    names = [name for one in columns for name in one.names]
    for n, row in enumerate(first):
        numbers = (v or 0 for one in columns for v in one.values[n].tolist())  # no minus 0
        yield {**row, **dict(zip(names, numbers, strict=True))}
