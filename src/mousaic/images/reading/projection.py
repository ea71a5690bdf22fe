"""One image of many: the largest value, or the mean, of each pixel over the pages or frames of a file."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from mousaic.images.reading.decoded import Decoded, Pick, UnreadableImage
from mousaic.said import told

MOST_WORK = 40
"""A stack of so many times the largest allowed image: 2,000 pages of a megapixel. Beyond that it would take minutes."""


def projected(images: Iterable[Decoded], pick: Pick, count: int, pixels: int, max_pixels: int) -> Decoded:
    """The projection of all images of a file; opacity is left out.

    Args:
        pick: ``project`` is ``max`` (the brightest) or ``mean``.
        count: how many images there are; 0: nobody knows.
        pixels: of one of them.

    Raises:
        UnreadableImage: too many, or unequal images.
    """
    if count == 0 or count * pixels > MOST_WORK * max_pixels:
        raise UnreadableImage(told("unreadable_stack", count=count))
    first: Decoded | None = None
    total = np.empty(0)
    for found in images:
        samples = found.samples
        if first is None:
            first = found
            total = samples.astype(np.float64) if pick.project == "mean" else samples.copy()
        elif samples.shape != total.shape or samples.dtype != first.samples.dtype:
            raise UnreadableImage(told("unreadable_unequal_pages"))
        elif pick.project == "mean":
            total += samples
        else:
            (np.minimum if found.inverted else np.maximum)(total, samples, out=total)
    assert first is not None
    if pick.project == "mean":
        total /= count
        if first.samples.dtype.itemsize <= 2:
            total = total.astype(np.float32)
    said = [told(f"treated_project_{pick.project}", count=count)] if count > 1 else []
    return first._replace(samples=total, alpha=None, frames=count, treatments=said + first.treatments)
