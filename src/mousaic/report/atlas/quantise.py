"""A dictionary at 8 bits with one scale a feature, each feature cut to the box outside which it is zero.

The atlas redraws pixels from these numbers. A weight w is kept as the whole number q = round(w / scale), -127 to 127,
with scale = max |w| / 127 over its feature, so that it comes back within scale / 2. Rounding errors of the many
features in one code are independent and largely cancel; how much remains in a reconstruction is measured, not assumed
(:func:`mousaic.report.atlas.member_payload.rounding_error`), and said in the atlas.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mousaic.arrays import Flags, Reals, Singles

LEVELS = 127


class Quantised(NamedTuple):
    """H features of one member over images of shape (C, S, S)."""

    values: NDArray[np.int8]
    """(E,): the boxes of all features, one after another, each (C, height, width)."""
    scale: Singles
    """(H,): what the value 1 stands for."""
    boxes: NDArray[np.uint16]
    """(H, 4): top, left, height, width of each box in pixels; all 0 where a feature is zero everywhere."""


def quantise(weight: Reals, shape: tuple[int, int, int]) -> Quantised:
    """Round the features ``weight`` (H, D), D = C x S x S, to 8 bits."""
    scale = (np.abs(weight).max(axis=1, initial=0) / LEVELS).astype(np.float32)
    rounded = np.rint(weight / np.where(scale > 0, scale, 1)[:, None]).clip(-LEVELS, LEVELS).astype(np.int8)
    images = rounded.reshape(-1, *shape)
    boxes = _boxes(images)
    if (boxes[:, 2:] == shape[1:]).all():
        return Quantised(rounded.reshape(-1), scale, boxes)
    cut = [images[h, :, y : y + tall, x : x + wide].ravel() for h, (y, x, tall, wide) in enumerate(boxes.tolist())]
    return Quantised(np.concatenate(cut) if cut else rounded.reshape(-1), scale, boxes)


def dequantise(found: Quantised, shape: tuple[int, int, int]) -> Singles:
    """The features as the page sees them: float32 (H, D)."""
    weight = np.zeros((len(found.scale), *shape), np.float32)
    start = 0
    for h, (y, x, tall, wide) in enumerate(found.boxes.tolist()):
        end = start + shape[0] * tall * wide
        box = found.values[start:end].reshape(shape[0], tall, wide)
        weight[h, :, y : y + tall, x : x + wide] = box * found.scale[h]
        start = end
    return weight.reshape(len(weight), -1)


def _boxes(images: NDArray[np.int8]) -> NDArray[np.uint16]:
    """The smallest box that holds every non-zero pixel of each image (H, C, S, S)."""
    used: Flags = np.any(images, axis=1)
    boxes = np.zeros((len(images), 4), np.uint16)
    filled: tuple[Flags, Flags] = np.any(used, axis=2), np.any(used, axis=1)
    for axis, lines in enumerate(filled):  # rows, then columns
        some = lines.any(axis=1)
        first = lines.argmax(axis=1)
        last = lines.shape[1] - lines[:, ::-1].argmax(axis=1)
        boxes[:, axis] = np.where(some, first, 0)
        boxes[:, 2 + axis] = np.where(some, last - first, 0)
    return boxes
