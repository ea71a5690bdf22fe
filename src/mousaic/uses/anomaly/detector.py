"""What is learned from normal images, that others may be held against them: members, parts, the images themselves."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mousaic.analysis.cross_validation import with_seed
from mousaic.analysis.parts.part_findings import learned_from
from mousaic.analysis.parts.part_set import FoundParts, PartSet, find_parts
from mousaic.arrays import Floats, Singles
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.member_parts import THRESHOLD
from mousaic.model.store import Model, ModelCard, card_of
from mousaic.runs.applied import reconstruct_images
from mousaic.training.fit import train_members

FEWER = 10
"""Errors are those of codes with so many times fewer features than the model's: with all of them odd images, too, are
shown well."""
BLOCKS = 7
"""Blocks of errors a side."""


class Detector(NamedTuple):
    """What was learned from normal images."""

    model: Model
    parts: PartSet | None
    """None of images that have none: flat vectors, or too few that show anything."""
    known: ImageSet
    """What both were learned from."""


class Seen(NamedTuple):
    """N images as a detector sees them."""

    pixels: Singles
    """(N, C, rows, columns)"""
    rebuilt: Singles
    """(N, C, rows, columns): reconstructions from few features."""
    missed: Floats
    """(N, rows, columns): squared error of these, the mean over channels, and over a block around each pixel."""
    found: FoundParts | None


def learn_detector(images: ImageSet, config: Config, seed: int, card: ModelCard) -> Detector:
    """Members and parts of some normal images.

    Args:
        config: of the training of members; ``seed`` governs it and the parts.
        card: of the run whose images these are: how they were prepared.

    Raises:
        MousaicError: the loss broke down.
    """
    ensemble = train_members(images, with_seed(config, seed)).to("cpu").requires_grad_(False)
    own = card_of(ensemble, card.shape, card.images, limits=card.limits, ranges=card.ranges)
    mean = torch.from_numpy(images.pixels.reshape(len(images), -1).mean(0))
    every = np.ones(len(images), bool)
    return Detector(
        Model(ensemble, own, mean), learned_from(images, every, seed, options=card.images, chance=False), images
    )


def see(detector: Detector, images: ImageSet) -> Seen:
    """Images prepared as those that the detector learned from.

    Raises:
        MousaicError: they are of another shape or range.
    """
    rebuilt = reconstruct_images(detector.model, images, k=_few(detector.model)).pixels
    error = torch.from_numpy(np.square(rebuilt - images.pixels, dtype=np.float64).mean(1, keepdims=True))
    found = None if detector.parts is None else find_parts(detector.parts, images.pixels)
    return Seen(images.pixels, rebuilt, _blurred(error)[:, 0].numpy(), found)


def _few(model: Model) -> int | None:
    """So many features; None for the model's own number, where it is no free choice."""
    card = model.card
    if THRESHOLD in model.ensemble.capabilities or card.mixed is not None:
        return None
    return max(1, card.k // FEWER)


def _blurred(error: Tensor) -> Tensor:
    """(N, 1, rows, columns): the mean over a block around each pixel, of what the image has there."""
    height, width = error.shape[-2:]
    block = max(1, min(height, width) // BLOCKS) | 1
    return functional.avg_pool2d(error, block, 1, block // 2, count_include_pad=False)
