"""Everything that a set is made of, read: the files of a folder or table, or the rows of an array."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mousaic.arrays import Pictures
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.entries import Listed, Source
from mousaic.images.every_page import every_page
from mousaic.images.gather import gather
from mousaic.images.intake_report import Intake, class_counts, describe
from mousaic.images.names import natural_key, shown
from mousaic.images.pieces import Pieces
from mousaic.images.reading.decoded import VECTOR
from mousaic.images.sources import find_images
from mousaic.images.stored.array_files import is_array_file
from mousaic.images.stored.row_pictures import row_pictures
from mousaic.images.stored.row_pieces import row_pieces
from mousaic.images.stored.row_table import kept_options
from mousaic.said import told


class AllRead(NamedTuple):
    """What became of every image."""

    source: Source
    listed: Listed
    """What is known of each image."""
    pieces: Pieces
    """Those that could be read, in their order, and which could not."""
    options: ImageOptions
    """As they are kept with the set."""
    pictures: Pictures | None = None
    """Of vectors what is shown of each."""
    named: bool = True
    """Whether somebody gave the images their names."""


def read_all(
    data: str | Path,
    options: ImageOptions,
    progress: Callable[[int, int], None] | None,
    beside: Path | None = None,
) -> tuple[AllRead, Intake]:
    """Read a folder, a table or an array file, and report on it; what is lost is left out of the list.

    ``beside`` as of :func:`mousaic.images.gather.gather`.

    Raises:
        MousaicError: there is nothing to read, or options that go with something else.
    """
    is_array = is_array_file(data) and os.path.lexists(data)
    read = (_rows if is_array else _files)(data, options, progress, beside)
    source, listed, pieces = read.source, read.listed, read.pieces
    failed = [(listed.names[place], reason) for place, reason in pieces.lost.items()]
    left = listed.at([place for place in range(len(listed.names)) if place not in pieces.lost]) if failed else listed
    lost = {label for label in listed.labels if label is not None} - set(left.labels)
    notes = [*source.notes, *(told("warn_lost_class", name=shown(name)) for name in sorted(lost))]
    report = Intake(
        root=str(data),
        options=read.options,
        read=len(pieces),
        classes=class_counts(left.labels),
        skipped=tuple(sorted(source.skipped + failed, key=lambda s: natural_key(s[0]))),
        ignored=dict(source.ignored.most_common()),
        warnings=tuple(notes),
        **describe(left.names, pieces.facts, pieces.kind, read.options),
    )
    return read._replace(listed=left), report


def _files(
    data: str | Path, options: ImageOptions, progress: Callable[[int, int], None] | None, beside: Path | None
) -> AllRead:
    for name, unset in (("array", "auto"), ("table", "auto"), ("images", "none")):
        if getattr(options, name) not in (unset, "none"):
            raise MousaicError(
                f"--{name} goes with a file of arrays, such as .npy or .npz, which {shown(str(data))} is not: leave it "
                "out."
            )
    source = find_images(data, options.label_level)
    if options.pages == "all":
        source.entries = every_page(source.entries)
    return AllRead(source, source.listed(), gather(source.entries, options, progress, beside), options)


def _rows(
    data: str | Path, options: ImageOptions, progress: Callable[[int, int], None] | None, beside: Path | None
) -> AllRead:
    data = Path(data)
    listed, pieces, named = row_pieces(data, options, progress, beside)
    if options.images != "none" and pieces.facts[0].mode.key != VECTOR:
        raise MousaicError(
            f"--images goes with vectors, and the rows of {shown(str(data))} are pictures: leave it out."
        )
    pictures = row_pictures(data, listed.names if named else None, len(pieces), options)
    return AllRead(Source(data.parent), listed, pieces, kept_options(data, options), pictures, named)
