"""Cross-validation as every analysis does it: fold by fold, what is learned from and what is held out from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Singles
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold, make_folds, possible_folds

INNER_FOLDS = 3


class Turn(NamedTuple):
    """One fold's turn."""

    fold: Fold
    learned_from: ImageSet
    """The images that the fold does not hold out."""
    x: Singles
    """(n, D): those that it does."""
    seed: int
    """Of all that is learned in this fold."""

    def own(self, config: Config) -> Config:
        """The parameters of a training in this fold."""
        return with_seed(config, self.seed)


def cross_validated(images: ImageSet, plan: Sequence[Fold], seed_of: Callable[[Fold], int]) -> Iterator[Turn]:
    """Every fold of a plan in turn; what is learned in one may follow from nothing but its turn.

    Args:
        images: the N images that the plan divides.
        seed_of: the seed of a fold.
    """
    for fold in plan:
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        yield Turn(fold, images.subset(np.flatnonzero(~fold.held_out)), x, seed_of(fold))


def inner_folds(images: ImageSet, seed: int) -> list[Fold]:
    """Folds of a training part, by which a method settles something without looking outside it.

    Three, or as many as there are groups; none where there is a single group, so that nothing can be held out.
    """
    if len(set(images.groups)) < 2:
        return []
    return make_folds(images.labels, images.groups, possible_folds(images.groups, INNER_FOLDS), 1, seed)


def with_seed(config: Config, seed: int) -> Config:
    """The same parameters with another seed and no validation part: the fold is the validation."""
    training = dataclasses.replace(config.training, seed=seed, validation=0.0, early_stop=0)
    return dataclasses.replace(config, training=training)
