"""From places of a prepared image back to pixels of its file."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Floats, Ints
from mousaic.config import ImageOptions
from mousaic.images.prepare import middle_of


def file_places(row: Floats, column: Floats, sizes: Ints, options: ImageOptions) -> tuple[Floats, Floats]:
    """x and y (N, ...) in pixels of the files, the middle of the top left pixel at 0, 0.

    Args:
        row, column: (N, ...), in sides of the prepared image from its top and left, 0 to 1.
        sizes: (N, 2): height and width of each file, after any turn.
        options: how the files were prepared.
    """
    places = []
    for axis, share in ((1, column), (0, row)):
        own, other = sizes[:, axis].astype(np.float64), sizes[:, 1 - axis].astype(np.float64)
        first, length = np.zeros_like(own), own
        if options.fit == "crop":
            length = np.minimum(own, other)
            first = (own - length) // 2
        if options.fit == "letterbox":
            shown = [middle_of(int(a), int(max(a, b)), options.size) for a, b in zip(own, other, strict=True)]
            begin, end = (np.array([getattr(s, name) for s in shown], float) for name in ("start", "stop"))
            many = end - begin
            length = own * options.size / many
            first = -begin * own / many
        along = (len(share), *(1,) * (share.ndim - 1))
        places.append(first.reshape(along) + share * length.reshape(along) - 0.5)
    return places[0], places[1]


def shown_areas(sizes: Ints, options: ImageOptions) -> Floats:
    """(N, 4): top, left, bottom, right of each file in its prepared image, in its sides; the bars of letterbox images
    lie outside."""
    if options.fit != "letterbox":
        return np.tile([0.0, 0.0, 1.0, 1.0], (len(sizes), 1))
    edges = []
    for height, width in sizes.tolist():
        down, across = (middle_of(length, max(height, width), options.size) for length in (height, width))
        edges.append([down.start, across.start, down.stop, across.stop])
    return np.array(edges, dtype=np.float64).reshape(-1, 4) / options.size
