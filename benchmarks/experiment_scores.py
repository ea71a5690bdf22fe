"""What the experiment's studies share: folds by group, r of held-out images, and the nulls beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import torch

from benchmarks.experiment_sets import Plan
from mousaic.analysis.compare.principal_directions import of_first, principal
from mousaic.analysis.compare.training_part import draw_pool
from mousaic.analysis.cross_validation import Turn, cross_validated
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import derive_seed
from mousaic.stats.code_bits import code_bits
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import permutation_test
from mousaic.stats.reconstruction_scores import interval, pearson


class R(NamedTuple):
    """r of n images by an ensemble."""

    alone: np.ndarray
    """(n,): mean over members, each by itself."""
    averaged: np.ndarray
    """(n,): of the members' averaged reconstruction."""


@torch.no_grad()
def r_of(ensemble: Ensemble, x: np.ndarray, codes: str = "own") -> R:
    """r of images (n, D); ``codes`` as of :func:`mousaic.model.code_kinds.coder`."""
    made = made_of(ensemble, x, codes)
    return R(np.mean([pearson(y, x) for y in made], 0), pearson(made.mean(0), x))


@torch.no_grad()
def made_of(ensemble: Ensemble, x: np.ndarray, codes: str = "own") -> np.ndarray:
    """Reconstructions (M, n, D) of images (n, D)."""
    encode = coder(ensemble, codes)
    found: np.ndarray = ensemble.decode(encode(torch.from_numpy(x))).numpy()
    return found


class Table:
    """r of every image by name of what describes it, gathered fold by fold."""

    def __init__(self, images: ImageSet, seed: int) -> None:
        self.images, self.seed = images, seed
        self._held: dict[str, np.ndarray] = {}
        self._train: dict[str, list[float]] = {}

    def add(self, name: str, turn: Turn, held_out: np.ndarray, train: np.ndarray) -> None:
        """r of the images that a turn holds out, and of those that it learned from."""
        self._held.setdefault(name, np.zeros(len(self.images)))[turn.fold.held_out] = held_out
        self._train.setdefault(name, []).append(float(train.mean()))

    def figures(self) -> dict[str, Any]:
        """Of each name: held-out r with its interval, r of what was learned from, and r of each image."""
        return {
            name: spanned(held, self.images, self.seed)
            | {"train": float(np.mean(self._train[name])), "each": held.round(5).tolist()}
            for name, held in self._held.items()
        }


def spanned(values: np.ndarray, images: ImageSet, seed: int) -> dict[str, float]:
    """The mean of values (N,), and its 95 % interval over resampled groups."""
    found = interval(np.asarray(values, np.float64), images.groups, seed)
    return {"mean": found.mean, "low": found.low, "high": found.high}


def by_class(values: np.ndarray, images: ImageSet, seed: int) -> dict[str, Any]:
    """Means of values (N,) by class, the first class less the second with its interval, and p of labels exchanged."""
    classes = []
    for label in (0, 1):
        mine = np.flatnonzero(images.labels == label)
        classes.append(spanned(values[mine], images.subset(mine), seed))
    units = Units(images.labels, images.groups, ["all"] * len(images))
    p = float(permutation_test([units.means(values[:, None])], units, seed=seed).p[0])
    rng = np.random.default_rng(derive_seed(seed, "class gap"))
    means = units.means(values[:, None])[:, 0]
    sides = [means[units.label == label] for label in (0, 1)]
    drawn = [side[rng.integers(len(side), size=(10_000, len(side)))].mean(1) for side in sides]
    low, high = np.percentile(drawn[0] - drawn[1], [2.5, 97.5])
    gap = {"mean": classes[0]["mean"] - classes[1]["mean"], "low": float(low), "high": float(high), "p": p}
    return {"classes": classes, "gap": gap}


def turns(images: ImageSet, name: str, plan: Plan) -> Iterator[Turn]:
    """The folds of a set: the same in every study."""
    count = possible_folds(images.groups, plan.folds_of(name))
    folds = make_folds(images.labels, images.groups, count, 1, plan.seed)
    yield from cross_validated(images, folds, lambda fold: derive_seed(plan.seed, "experiment", fold.number))


def originals(images: ImageSet) -> np.ndarray:
    """(N, D)"""
    return images.pixels.reshape(len(images), -1)


class Principal:
    """PCA of the copies that a training sees, and what it makes of images."""

    def __init__(self, images: ImageSet, config: Config, most: int) -> None:
        pool = draw_pool(images, config.augmentation, config)
        self.mean, basis = principal(pool, min(most, len(pool) - 1), config.training.seed % 2**32)
        self._made, self.components = of_first(self.mean, basis), len(basis)

    def r(self, x: np.ndarray, counts: Sequence[int]) -> list[np.ndarray]:
        """r of images (n, D) by the first components, as many as each of ``counts`` says; there may be fewer."""
        return [pearson(made[0], x) for made in self._made(x, counts)]


def bits_of(config: Config) -> float:
    """Bits of the codes of all members of one image."""
    return config.model.members * code_bits(config.model.k, config.model.features)


def bare(config: Config) -> Config:
    """The same training on the originals alone."""
    return replace(config, augmentation=replace(config.augmentation, augment="none"))
