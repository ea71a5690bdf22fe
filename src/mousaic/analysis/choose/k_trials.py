"""A choice of k as tasks: one k in one fold."""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.analysis.choose.k_scores import KScored, OfK
from mousaic.analysis.cross_validation import Turn, cross_validated
from mousaic.analysis.stability.independent_training import living_features
from mousaic.arrays import Ints
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold
from mousaic.seeds import derive_seed
from mousaic.tasks.kept_results import KeptResults, digest
from mousaic.tasks.work import Share, Work
from mousaic.training.fit import train_members
from mousaic.training.progress import Within


class Trial(NamedTuple):
    """A task."""

    k: int
    fold: int
    """By its place in the plan."""


@dataclass(frozen=True)
class Trials:
    """All that the scores of every k follow from.

    Attributes:
        images: the N images.
        plan: the folds.
        ks: to try, rising.
        config: of the trainings, but for k.
        codes: of held-out images.
    """

    images: ImageSet
    plan: tuple[Fold, ...]
    ks: tuple[int, ...]
    config: Config
    codes: str

    @property
    def tasks(self) -> list[Trial]:
        """Every k in every fold, k by k."""
        return [Trial(k, place) for k in self.ks for place in range(len(self.plan))]

    def turn(self, place: int) -> Turn:
        """A fold has one seed, so that its models of all k start alike."""
        seed = self.config.training.seed
        fold = self.plan[place]
        return next(cross_validated(self.images, [fold], lambda fold: derive_seed(seed, "choose k", fold.number)))

    def scores(self, k: int) -> OfK:
        """Those of one k, to be taken in fold by fold."""
        return OfK(self.images, k, self.ks[-1], fold_numbers(self.plan), self.config.training.seed)

    def digest(self) -> str:
        """Of all of it."""
        images = self.images
        held_out = [fold.held_out for fold in self.plan]
        # How many features an image needs is asked up to the largest k.
        return digest(images.pixels, images.labels, images.groups, self.config, self.codes, self.ks[-1], *held_out)


def fold_numbers(plan: tuple[Fold, ...]) -> Ints:
    """(N,): which fold holds each image out."""
    found: Ints = np.argmax([fold.held_out for fold in plan], 0)
    return found


def work_of(trials: Trials) -> Work[Trials, Trial, KScored]:
    """The tasks of a choice of k."""
    return Work(try_k, trials, trials.tasks, lambda trial: trial.k, trials.config.training.threads)


def kept_trials_of(folder: Path | None, trials: Trials) -> KeptResults[Trial, KScored]:
    """Where the scores are kept."""
    return KeptResults(folder, trials.digest, lambda trial: f"{trial.k} {trial.fold}", (KScored,))


def try_k(trials: Trials, trial: Trial, share: Share) -> KScored:
    """Train with one k on what a fold does not hold out, and score what it does.

    Raises:
        MousaicError: the training broke down.
    """
    began, turn, config = time.perf_counter(), trials.turn(trial.fold), trials.config
    own = turn.own(dataclasses.replace(config, model=dataclasses.replace(config.model, k=trial.k)))
    ensemble = train_members(turn.learned_from, own, Within(share)).to("cpu")
    seconds = time.perf_counter() - began
    living = living_features(ensemble, turn.learned_from, own)[0]
    return trials.scores(trial.k).scored(turn.fold, ensemble, living, trials.codes, seconds)
