"""What a compared method may learn from: the training part of one fold."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch

from mousaic.analysis.compare.shared_trainings import SharedTrainings
from mousaic.arrays import Singles
from mousaic.config import AugmentOptions, Config
from mousaic.images.image_set import ImageSet
from mousaic.model.store import Model
from mousaic.training.data import TrainingData, images_per_epoch

MOST_IMAGES, MOST_NUMBERS = 8192, 2**26
"""Of the images an SAE sees over its epochs, the other methods learn from the first so many, or from those with so
many numbers (256 MB) if that is less: whole epochs, and at least one."""


@dataclass(frozen=True)
class Part:
    """The training part of one fold: all that a method may learn from. It travels between processes as its fields.

    Attributes:
        images: the originals of the training part. The held-out ones are not in here.
        config: of the ``default`` preset; its seed is the fold's own.
        report: of the ``report`` preset, likewise.
        local: of the ``default`` preset with local features, likewise.
        conv: of the ``default`` preset with filters that may lie anywhere, likewise; None where they have no room.
        pretrained: a model trained on other images, where one was given.
    """

    images: ImageSet
    config: Config
    report: Config
    local: Config
    conv: Config | None
    pretrained: Model | None = None

    @property
    def k(self) -> int:
        """Active features of each code, and numbers that every rival stores."""
        return self.config.model.k

    @property
    def seed(self) -> int:
        """Of the fold."""
        return self.config.training.seed

    @property
    def sklearn_seed(self) -> int:
        """The fold's seed in the 32 bits that scikit-learn takes."""
        return self.seed % 2**32

    @cached_property
    def trainings(self) -> SharedTrainings:
        """Members trained on these images, each kind once however many methods want it."""
        return SharedTrainings(self.images)

    @cached_property
    def originals(self) -> Singles:
        """(n, D)"""
        return self.images.pixels.reshape(len(self.images), -1)

    @cached_property
    def mean(self) -> Singles:
        """(D,): the mean of the originals."""
        mean: Singles = self.originals.mean(0)
        return mean

    @cached_property
    def pool(self) -> Singles:
        """(n, D): the originals and copies that the ``default`` preset sees, epoch after epoch."""
        began = time.perf_counter()
        pool = draw_pool(self.images, self.config.augmentation, self.config)
        self.__dict__["drawing"] = time.perf_counter() - began
        return pool

    @property
    def drawing(self) -> float:
        """Seconds that :attr:`pool` took to draw; 0 until it is."""
        return float(self.__dict__.get("drawing", 0.0))

    def __getstate__(self) -> dict[str, Any]:
        """The fields: what follows from them is made anew where it is wanted."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}


def draw_pool(images: ImageSet, policy: AugmentOptions, config: Config) -> Singles:
    """The images of all epochs of a training with this augmentation, to a limit: (n, D).

    Fixed copies and bare originals, alike in every epoch, are given once.

    Raises:
        MousaicError: copies of what cannot be turned: flat vectors, or oblong images.
    """
    if policy.augment != "none":
        images.shape.need_square("Augmentation", "give --augment none")
    none = torch.zeros(0, images.D)
    data = TrainingData(torch.from_numpy(images.pixels), none, policy, config.training.seed, torch.device("cpu"))
    epochs = 1
    if policy.augment == "fresh":
        fitting = min(MOST_IMAGES, MOST_NUMBERS // images.D) // images_per_epoch(len(images), policy)
        epochs = max(1, min(config.training.epochs, fitting))
    return torch.cat([data.images(epoch) for epoch in range(epochs)]).numpy()


def local_side(size: int) -> int:
    """The side of local features where none is given: a quarter of the image's, in pixels."""
    return max(4, round(size / 4))
