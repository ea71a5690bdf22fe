"""What follows for options from the data being arrays, above all vectors, which have no rows and columns."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.config import AugmentOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.layout import Layout
from mousaic.images.names import shown
from mousaic.images.stored.array_files import is_array_file, shape_in
from mousaic.typed_options import leave_out

DEFAULTS: dict[str, Any] = {"augment": "none", "model": "whole"}
"""Copies are turned and cut, and windows lie in rows and columns."""
SHARE, FEWEST = 8, 4
"""Of D numbers at most the 8th part is active, and 4 at least: 50 of 64 would be no code."""
OF_FILES = ("page", "pages", "project", "most_pixels")
"""Options of files of which each is an image."""
OF_GRIDS = ("size", "color", "fit", "background", "channel")
"""Options of rows and columns; so are those of copies, which are turned and cut."""


def vector_length(data: str | Path | ImageSet, options: Mapping[str, Any]) -> int | None:
    """D, from the header of the file alone; None of images.

    Raises:
        MousaicError: the file of arrays cannot be read, or holds several.
    """
    if isinstance(data, ImageSet):
        return None if data.shape.is_grid else data.D
    if not is_array_file(data) or not os.path.lexists(data):
        return None
    shape = shape_in(Path(data), options.get("array") or "auto")
    return shape[1] if len(shape) == 2 else None


def check_same_kind(data: str | Path, learned_from: tuple[int, ...], array: str = "auto") -> None:
    """Refuse vectors for what learned from images, and the other way round, before anything is read.

    Args:
        learned_from: channels, rows and columns; vectors have one row.
        array: which of a file's arrays is meant.

    Raises:
        MousaicError: as :func:`vector_length`, or they are of another kind.
    """
    if not os.path.lexists(data):
        return
    known, length = Layout(*learned_from), vector_length(data, {"array": array})
    place = shown(str(data))
    if known.is_grid and length is not None:
        raise MousaicError(
            f"{place} holds vectors of {length} numbers, and what was learned from are images of {known.height} x "
            f"{known.width} pixels: give images, or an array (N, H, W)."
        )
    if not known.is_grid and length != known.D:
        raise MousaicError(
            f"{place} holds no vectors of {known.D} numbers, as were learned from: give an array (N, {known.D})."
        )


def check_kind(data: str | Path, options: Mapping[str, Any]) -> None:
    """Refuse options of how files become images that such data does not have.

    Args:
        data: a folder, a table or a file of arrays.
        options: those that were typed, by name.

    Raises:
        MousaicError: as :func:`vector_length`, or one of them would do nothing.
    """
    place, length = shown(str(data)), vector_length(data, options)
    pictures = options.get("images") not in (None, "none")  # of vectors: they are read as files are
    if length is not None:
        copies = [f.name for f in dataclasses.fields(AugmentOptions) if f.name != "augment"]
        needless = {name: options.get(name) for name in (*(() if pictures else OF_GRIDS), *copies)}
        leave_out(f"{place} holds vectors of {length} numbers, which have no rows and columns", needless)
    if is_array_file(data):
        needless = {name: options.get(name) for name in ("label_level", *(() if pictures else OF_FILES))}
        leave_out(f"{place} is a file of arrays, and no folder of files", needless)
    elif Path(data).suffix.lower() in (".csv", ".tsv"):
        level = {"label_level": options.get("label_level")}
        leave_out(f"{place} is a table, whose column label names the classes", level)


def with_vector_defaults(
    data: str | Path | ImageSet, options: Mapping[str, Any], k: int | None = None
) -> dict[str, Any]:
    """The options that were given, with what vectors need where nothing else was asked for.

    Args:
        k: the preset's own, where it is an option.

    Raises:
        MousaicError: as :func:`check_kind`, or an option that vectors cannot have was given.
    """
    given = {name: value for name, value in options.items() if value is not None}
    if not isinstance(data, ImageSet):
        check_kind(data, given)
    length = vector_length(data, options)
    if length is None:
        return given
    for name, usual in DEFAULTS.items():
        if given.get(name, usual) != usual:
            Layout(1, 1, length).need_grid(f"--{name} {given[name]}", "leave it out")
    few = {} if k is None else {"k": min(k, max(FEWEST, length // SHARE))}
    return DEFAULTS | few | given
