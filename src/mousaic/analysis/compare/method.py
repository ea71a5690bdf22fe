"""What a compared method may see, what it gives back, and the list of all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

import numpy as np
import torch
from numpy.typing import NDArray

from mousaic.config import AugmentOptions, Config
from mousaic.errors import MousaicError, nearest
from mousaic.images.image_set import ImageSet
from mousaic.model.store import Model
from mousaic.training.data import TrainingData, images_per_epoch

Pixels = NDArray[np.float32]
MOST_IMAGES, MOST_NUMBERS = 8192, 2**26
"""Of the images an SAE sees over its epochs, the other methods learn from the first so many, or from those with so
many numbers (256 MB) if that is less: whole epochs, and at least one."""


@dataclass(frozen=True)
class Part:
    """The training part of one fold: all that a method may learn from.

    Attributes:
        images: the originals of the training part. The held-out ones are not in here.
        config: of the ``default`` preset; its seed is the fold's own.
        report: of the ``report`` preset, likewise.
        local: of the ``default`` preset with local features, likewise.
        pretrained: a model trained on other images, where one was given.
    """

    images: ImageSet
    config: Config
    report: Config
    local: Config
    pretrained: Model | None = None

    @property
    def k(self) -> int:
        return self.config.model.k

    @property
    def seed(self) -> int:
        return self.config.training.seed

    @property
    def sklearn_seed(self) -> int:
        """The fold's seed in the 32 bits that scikit-learn takes."""
        return self.seed % 2**32

    @cached_property
    def originals(self) -> Pixels:
        """(n, D)"""
        return self.images.pixels.reshape(len(self.images), -1)

    @cached_property
    def mean(self) -> Pixels:
        """(D,): the mean of the originals."""
        mean: Pixels = self.originals.mean(0)
        return mean

    @cached_property
    def pool(self) -> Pixels:
        """(n, D): the originals and copies that the ``default`` preset sees, epoch after epoch."""
        return draw_pool(self.images, self.config.augmentation, self.config)


def draw_pool(images: ImageSet, policy: AugmentOptions, config: Config) -> Pixels:
    """The images of all epochs of a training with this augmentation, to a limit: (n, D).

    Fixed copies and bare originals, alike in every epoch, are given once.
    """
    none = torch.zeros(0, images.D)
    data = TrainingData(torch.from_numpy(images.pixels), none, policy, config.training.seed, torch.device("cpu"))
    epochs = 1
    if policy.augment == "fresh":
        fitting = min(MOST_IMAGES, MOST_NUMBERS // images.D) // images_per_epoch(len(images), policy)
        epochs = max(1, min(config.training.epochs, fitting))
    return torch.cat([data.images(epoch) for epoch in range(epochs)]).numpy()


@dataclass(frozen=True)
class Fitted:
    """A method that has learned: one row of the table.

    Attributes:
        row: unique, such as ``default`` or ``default-average``.
        title: in words.
        reconstruct: images (n, D) to reconstructions (R, n, D); with R > 1 (the members of an ensemble) the
            scores are averaged, not the pictures.
        values: numbers stored for one image.
        positions: which of the features those belong to: as many further whole numbers, or none.
        wide: whether it stores more numbers than the k of the comparison, and so competes apart.
        ours: whether it is a sparse autoencoder of Mousaic that was trained.
        dead: share of the features that fire on no training image; of SAEs only.
        same_as: the row whose reconstructions these equal by construction; not a rival of its own.
        note: what a reader of the table must know.
    """

    row: str
    title: str
    reconstruct: Callable[[Pixels], Pixels]
    values: int
    positions: int = 0
    wide: bool = False
    ours: bool = False
    dead: float | None = None
    same_as: str = ""
    note: str = ""


Fit = Callable[[Part], list[Fitted]]

METHODS: dict[str, str] = {
    "mean": "linear:fit_mean",
    "dct": "linear:fit_dct",
    "pca": "linear:fit_pca",
    "pca-tuned": "tuned_pca:fit_pca_tuned",
    "pca-wide": "linear:fit_pca_wide",
    "nmf": "linear:fit_nmf",
    "ica": "linear:fit_ica",
    "images": "atom_dictionaries:fit_images",
    "dictionary": "atom_dictionaries:fit_dictionary",
    "autoencoder": "dense_networks:fit_autoencoder",
    "vae": "dense_networks:fit_vae",
    "report": "sparse_autoencoders:fit_report",
    "default": "sparse_autoencoders:fit_default",
    "local": "sparse_autoencoders:fit_local",
    "start": "sparse_autoencoders:fit_start",
    "untrained": "sparse_autoencoders:fit_untrained",
    "pretrained": "sparse_autoencoders:fit_pretrained",
    "consensus": "ensemble_methods:fit_consensus",
    "stacked": "ensemble_methods:fit_stacked",
    "control": "ensemble_methods:fit_control",
}
"""Name -> the function that learns, imported when it is called for."""
ON_REQUEST = ("consensus", "stacked", "control")
"""Compared only where named: together they take several times as long as training the preset ``default``."""


def choose_methods(names: list[str] | None, pretrained: bool) -> list[str]:
    """The methods to compare, in the order of :data:`METHODS`; ``None`` means all that can be, but for
    those on request.

    Raises:
        MousaicError: an unknown name, none at all, or ``pretrained`` without a run or the other way round.
    """
    if names is None:
        return [name for name in METHODS if name not in ON_REQUEST and (pretrained or name != "pretrained")]
    if not names:
        raise MousaicError(f"No method to compare: give --methods some of {', '.join(METHODS)}.")
    for name in names:
        if name not in METHODS:
            raise MousaicError(
                f"There is no method {name!r}{nearest(name, list(METHODS))} (known: {', '.join(METHODS)})."
            )
    if "pretrained" in names and not pretrained:
        raise MousaicError("The method pretrained needs a run: give --pretrained RUN.")
    return [name for name in METHODS if name in names or (pretrained and name == "pretrained")]


def fit(name: str, part: Part) -> list[Fitted]:
    """Let the method ``name`` learn from a training part."""
    module, function = METHODS[name].split(":")
    learn: Fit = getattr(import_module(f"mousaic.analysis.compare.methods.{module}"), function)
    return learn(part)


def local_side(size: int) -> int:
    """The side of local features where none is given: a quarter of the image's, in pixels."""
    return max(4, round(size / 4))


def with_seed(config: Config, seed: int) -> Config:
    """The same parameters with another seed and no validation part: the fold is the validation."""
    training = dataclasses.replace(config.training, seed=seed, validation=0.0, early_stop=0)
    return dataclasses.replace(config, training=training)
