"""The pictures that belong to the rows of an array of vectors: what is shown in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mousaic.arrays import Pictures
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.entries import Entry
from mousaic.images.gather import gather
from mousaic.images.names import shown
from mousaic.images.pieces import Pieces
from mousaic.images.ranges import Wanted
from mousaic.images.scaling import scale
from mousaic.images.sources import find_images
from mousaic.images.stored.row_table import place_of


def row_pictures(data: Path, names: Sequence[str] | None, count: int, options: ImageOptions) -> Pictures | None:
    """A picture for each row, ``options.size`` pixels a side, in colour where any is; None where none are asked for.

    Args:
        data: the array's file.
        names: the rows' own, where a table gives them: then those of the pictures in the folder. None: the pictures
            belong to the rows in natural order.
        count: rows.

    Raises:
        MousaicError: the folder is not there, has another number of pictures, or one that cannot be read.
    """
    if options.images == "none":
        return None
    folder = place_of(data, options.images)
    said = f"--images {shown(options.images)}"
    if not folder.is_dir():
        raise MousaicError(f"{said} is no folder: give the one with the pictures of the array's rows.")
    entries = _by_order(said, folder, count) if names is None else _by_name(said, folder, names)
    taken = ImageOptions(size=options.size, color="rgb", fit=options.fit, background=options.background)
    pieces = gather(entries, taken)
    for place, reason in sorted(pieces.lost.items()):
        raise MousaicError(f"{shown(entries[place].name)} in {said} {reason}: mend it, or save it again.")
    return _as_shown(pieces, taken, said)


def _by_order(said: str, folder: Path, count: int) -> list[Entry]:
    entries = find_images(folder).entries
    if len(entries) != count:
        raise MousaicError(
            f"{said} holds {len(entries)} pictures, and the array has {count} rows: name the picture of each row in a "
            "column path of the table."
        )
    return entries


def _by_name(said: str, folder: Path, names: Sequence[str]) -> list[Entry]:
    entries = [Entry(folder / name, name, None, None) for name in names]
    lost = [entry for entry in entries if not entry.path.is_file()]
    if lost:
        raise MousaicError(
            f"{said} lacks {len(lost)} of {len(entries)} pictures that the table names in its column path (the first: "
            f"{shown(lost[0].name)}): name them as they are called in that folder."
        )
    return entries


def _as_shown(pieces: Pieces, options: ImageOptions, said: str) -> Pictures:
    pixels = scale(pieces, replace(options, depth_range="dtype"), Wanted(), said).pixels
    bytes_ = np.rint(pixels * 255).astype(np.uint8)
    alike: Pictures = bytes_[:, :1] if (bytes_ == bytes_[:, :1]).all() else bytes_
    return alike
