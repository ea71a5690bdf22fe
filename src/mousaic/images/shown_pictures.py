"""What a person sees of an image of a set: the image itself, or the picture that belongs to a vector."""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Picture
from mousaic.images.image_set import ImageSet


def has_pictures(images: ImageSet) -> bool:
    """Whether there is anything to see: grids, or vectors to which pictures were given."""
    return images.shape.is_grid or images.pictures is not None


def picture_of(images: ImageSet, image: int) -> Picture:
    """(C, S, S), 0 to 1, of a set that has pictures."""
    if images.pictures is None:
        own: Picture = images.pixels[image]
        return own
    shown: Picture = images.pictures[image] / np.float32(255)
    return shown


def picture_shape(images: ImageSet) -> tuple[int, int, int]:
    """(C, S, S) of what is shown of an image."""
    _, channels, height, width = (images.pixels if images.pictures is None else images.pictures).shape
    return channels, height, width
