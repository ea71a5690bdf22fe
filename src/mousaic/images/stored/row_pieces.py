"""The rows of an array as the images of a set: as if each had been a file of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.array_set import groups_given, names_of
from mousaic.images.entries import Listed
from mousaic.images.mapped import BLOCK
from mousaic.images.names import shown
from mousaic.images.pieces import Piece, Pieces
from mousaic.images.prepare import fit_square
from mousaic.images.ranges import Ends
from mousaic.images.reading.channels import finish
from mousaic.images.reading.decoded import COLOUR, GREY, Decoded, ImageFacts, Number, UnreadableImage
from mousaic.images.stored.array_files import array_format, array_rows, opened_array
from mousaic.images.stored.row_table import RowTable, read_row_table, table_of
from mousaic.images.stored.stored_array import check_fits
from mousaic.said import told

Progress = Callable[[int, int], None]


def row_pieces(
    data: Path, options: ImageOptions, progress: Progress | None = None, beside: Path | None = None
) -> tuple[Listed, Pieces, bool]:
    """The rows of an array file, each with its name, label and group, and as a piece; whether a table named them.

    Grids (N, H, W) and (N, H, W, C) are prepared as files of the same numbers are. Vectors (N, D) stay as they are,
    float32 (1, 1, D).

    Raises:
        MousaicError: the file or its table cannot be read, or do not go together.
    """
    with opened_array(data, options.array) as array:
        count = array.shape[0]
        if beside is None:
            check_fits(shown(str(data)), array)
    place = table_of(data, options.table)
    table = None if place is None else read_row_table(place, count)
    listed = _listed(table, count)
    pieces, kind, done = Pieces(count, beside), array_format(data), 0
    for rows in array_rows(data, options.array, BLOCK // 4):
        try:
            _put(pieces, done, rows, kind, options)
        except UnreadableImage as error:
            raise MousaicError(f"{shown(str(data))} {error.reason}.") from None
        done += len(rows)
        if progress is not None:
            progress(done, count)
    pieces.settle()
    return listed, pieces, table is not None and table.paths() is not None


def _listed(table: RowTable | None, count: int) -> Listed:
    if table is None:
        return Listed(names_of(None, count), [None] * count, [None] * count)
    paths = table.paths()
    if paths is not None:
        _check_names(table.place, paths)
    return Listed(names_of(paths, count), table.labels(), groups_given(table.groups(), count))


def _check_names(place: Path, paths: Iterable[str]) -> None:
    name, times = Counter(paths).most_common(1)[0]
    if times > 1 or not name:
        what = "a row without a path" if not name else f"{times} rows with the path {shown(name)}"
        raise MousaicError(f"{shown(str(place))} has {what}: give each row of the array a name of its own.")


def _put(pieces: Pieces, place: int, rows: NDArray[Any], kind: str, options: ImageOptions) -> None:
    """Keep the images of some rows, of which the first is at ``place``."""
    if rows.ndim == 2:
        first, squares = _vector(rows[0], kind), rows.astype(np.float32)[:, None, None]
    else:
        grids = rows[..., None] if rows.ndim == 3 else rows
        if not _as_they_are(grids, options):
            for i, grid in enumerate(grids):
                pieces.put(place + i, _grid(grid, kind, options))
            return
        first, squares = _grid(grids[0], kind, options), np.moveaxis(grids, 3, 1).astype(np.float32)
    flat = rows.reshape(len(rows), -1)
    low, high = flat.min(axis=1).astype(np.float64), flat.max(axis=1).astype(np.float64)
    digests = np.frombuffer(b"".join(hashlib.sha256(row.tobytes()).digest() for row in rows), np.uint8)
    pieces.put_alike(place, squares, first, low, high, digests.reshape(-1, 32))


def _as_they_are(grids: NDArray[Any], options: ImageOptions) -> bool:
    """Whether preparation changes nothing of these but the type, which is float32."""
    whole = grids.dtype.kind in "bu" and grids.dtype.itemsize <= 2
    one = grids.shape[3] == 1 and options.color != "rgb" and options.channel <= 1
    return whole and one and grids.shape[1:3] == (options.size, options.size)


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
