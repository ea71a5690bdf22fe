"""The rows of an array as the images of a set: as if each had been a file of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.array_set import groups_given, names_of
from mousaic.images.entries import Entry, Source
from mousaic.images.gather import Piece
from mousaic.images.names import shown
from mousaic.images.prepare import fit_square
from mousaic.images.ranges import Ends
from mousaic.images.reading.channels import finish
from mousaic.images.reading.decoded import COLOUR, GREY, Decoded, ImageFacts, Number, UnreadableImage
from mousaic.images.stored.array_files import array_format, read_array
from mousaic.images.stored.row_table import RowTable, read_row_table, table_of
from mousaic.said import told


def row_pieces(data: Path, options: ImageOptions) -> tuple[Source, list[Piece], bool]:
    """The rows of an array file, each with its name, label and group, and as a piece; whether a table named them.

    Grids (N, H, W) and (N, H, W, C) are prepared as files of the same numbers are. Vectors (N, D) stay as they are,
    float32 (1, 1, D).

    Raises:
        MousaicError: the file or its table cannot be read, or do not go together.
    """
    rows = read_array(data, options.array)
    place = table_of(data, options.table)
    table = None if place is None else read_row_table(place, len(rows))
    source = Source(data.parent, _entries(data, table, len(rows)))
    named = table is not None and table.paths() is not None
    if rows.ndim == 2:
        return source, [_vector(row, array_format(data)) for row in rows], named
    grids = rows[..., None] if rows.ndim == 3 else rows
    try:
        pieces = [_grid(grid, array_format(data), options) for grid in grids]
    except UnreadableImage as error:
        raise MousaicError(f"{shown(str(data))} {error.reason}.") from None
    return source, pieces, named


def _entries(data: Path, table: RowTable | None, count: int) -> list[Entry]:
    if table is None:
        return [Entry(data, name, None, None) for name in names_of(None, count)]
    paths = table.paths()
    if paths is not None:
        _check_names(table.place, paths)
    named = zip(names_of(paths, count), table.labels(), groups_given(table.groups(), count), strict=True)
    return [Entry(data, *one) for one in named]


def _check_names(place: Path, paths: Iterable[str]) -> None:
    name, times = Counter(paths).most_common(1)[0]
    if times > 1 or not name:
        what = "a row without a path" if not name else f"{times} rows with the path {shown(name)}"
        raise MousaicError(f"{shown(str(place))} has {what}: give each row of the array a name of its own.")


def _vector(row: NDArray[Any], kind: str) -> Piece:
    facts = ImageFacts(kind, told("mode_vector", count=len(row)), 8 * row.itemsize, _number(row), len(row), 1, 1, ())
    numbers = row.astype(np.float32)[None, None]
    return Piece(numbers, None, float(row.min()), float(row.max()), False, facts, _digest(row))


def _grid(grid: NDArray[Any], kind: str, options: ImageOptions) -> Piece:
    channels = grid.shape[2]
    mode = GREY if channels == 1 else COLOUR if channels == 3 else told("mode_channels", count=channels)
    number, bits = _number(grid), 1 if grid.dtype.kind == "b" else 8 * grid.itemsize
    samples = grid.astype(np.uint8) if grid.dtype.kind == "b" else grid
    found = Decoded(samples, None, False, _ends(grid), channels not in (1, 3), 1, kind, mode, bits, number, 1, [])
    image = finish(found, options.color, options.background, options.channel)
    square = fit_square(image.pixels, options.size, options.fit)
    return Piece(square, image.ends, image.low, image.high, False, image.facts, _digest(grid))


def _ends(grid: NDArray[Any]) -> Ends | None:
    if grid.dtype.kind == "f":
        return None
    if grid.dtype.kind == "b":
        return 0.0, 1.0
    limits = np.iinfo(grid.dtype)
    return float(limits.min), float(limits.max)


def _number(row: NDArray[Any]) -> Number:
    return "float" if row.dtype.kind == "f" else "signed" if row.dtype.kind == "i" else "unsigned"


def _digest(row: NDArray[Any]) -> str:
    return hashlib.sha256(np.ascontiguousarray(row).tobytes()).hexdigest()
