"""``--augment auto``: short trainings on folds of the training part say which augmentation fits the images.

Nothing outside the training part is looked at, so that the validation part stays an honest judge of the result.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.cross_validation import cross_validated, with_seed
from mousaic.arrays import Floats
from mousaic.config import AugmentOptions, Config, config_for
from mousaic.images.augmentation_policies import strengths, with_flips
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold, make_folds
from mousaic.seeds import derive_seed
from mousaic.stats.one_standard_error import one_standard_error, standard_error
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members

FEWEST_GROUPS = 4
"""Two folds of two groups each."""
MOST_FOLDS = 5
TRIALS = 7
"""Four strengths, and three kinds of flips at the strength chosen."""


class Plan(NamedTuple):
    """How long the trials are: together about as much work as the training they serve."""

    folds: int
    epochs: int
    work: float
    """Of all trials, in trainings: of members and epochs as configured, on all of the training part."""


class Tried(NamedTuple):
    """What one augmentation gave."""

    r: Floats
    """(N,) Pearson r of each image of the training part, by the training that did not see its group; one pass."""
    seconds: float


class Trial(NamedTuple):
    """One line of the table of what was tried."""

    question: str
    """Which it answers: ``strength`` or ``flips``. The chosen strength stands in both."""
    strength: str
    flips: str
    pearson: float
    """Mean held-out r."""
    standard_error: float
    """Of that mean, groups as units."""
    behind: float
    """How much more r the best answer has."""
    behind_error: float
    """Standard error of ``behind``: smaller than those of the two means, as both are of the same images."""
    chosen: bool
    """The answer: the first with ``behind`` at most ``behind_error``."""
    seconds: float


class Chosen(NamedTuple):
    """What was chosen, and why."""

    options: AugmentOptions
    """Concrete: ``augment`` is ``fresh`` or ``fixed``."""
    strength: str
    flips: str
    trials: tuple[Trial, ...]
    """Strengths, then flips; none where there were too few groups."""
    plan: Plan
    groups: int
    """Of the training part."""
    seconds: float


def plan_trials(config: Config, groups: int) -> Plan:
    """The folds and epochs of the trials.

    Trials of two thirds of the epochs rank augmentations as whole trainings do; short ones favour gentle copies
    (docs/experiments.md). With few members there is less time for them: fewer epochs, to a third. With many members
    there are more folds.
    """
    members, epochs = config.model.members, config.training.epochs
    folds = min(MOST_FOLDS, groups, 1 + max(1, math.floor(1.5 * members / TRIALS)))
    fitting = round(members * epochs / (TRIALS * (folds - 1)))
    length = min(epochs, max(math.ceil(epochs / 3), fitting))
    return Plan(folds, length, TRIALS * (folds - 1) * length / (members * epochs))


def choose_augmentation(
    images: ImageSet,
    config: Config,
    known: Mapping[str, Tried] | None = None,
    keep: Callable[[str, Tried], None] = lambda name, tried: None,
    begin: Callable[[Plan], None] = lambda plan: None,
) -> Chosen:
    """Try augmentations by grouped cross-validation and choose one.

    First the strengths without flips, then the kinds of flips at the chosen strength. Of each, the plainest is taken
    whose mean held-out r is within one standard error of the best's; the error is that of the difference, as images
    that are hard with one are hard with all.

    Args:
        images: the training part; nothing else may be in it.
        config: of the training to come. Of its augmentation, ``copies`` and ``border`` are kept.
        known: trials done before, by name; not done again.
        keep: given each new trial and its name.
        begin: told how long it will be, before the first.

    Raises:
        MousaicError: the loss broke down, or the device is not there.
    """
    ladder = strengths(default_strengths(config.augmentation), config_for("report").augmentation)
    images, _ = images.with_r()  # what is left out the intake report has named
    groups = len(set(images.groups))
    plan = plan_trials(config, max(groups, 2))
    if groups < FEWEST_GROUPS:
        return Chosen(ladder["slight"], "slight", "no flips", (), plan, groups, 0.0)
    begin(plan)
    seed = derive_seed(config.training.seed, "augmentation")
    folds = make_folds(images.labels, images.groups, plan.folds, 1, seed)
    done = dict(known or {})

    def tried(strength: str, flips: str, options: AugmentOptions) -> Tried:
        name = f"{strength}, {flips}"
        if name not in done:
            began = time.perf_counter()
            r = held_out_r(images, folds, trial_config(config, options, plan.epochs, seed))
            done[name] = Tried(r, time.perf_counter() - began)
            keep(name, done[name])
        return done[name]

    plain = {(name, "no flips"): tried(name, "no flips", options) for name, options in ladder.items()}
    strength = list(ladder)[plainest(plain.values(), images.groups)]
    kinds = with_flips(ladder[strength])
    flipped = {(strength, kind): tried(strength, kind, options) for kind, options in kinds.items()}
    flips = list(kinds)[plainest(flipped.values(), images.groups)]
    trials = _rows(plain, "strength", images.groups) + _rows(flipped, "flips", images.groups)
    seconds = sum(one.seconds for one in (plain | flipped).values())
    return Chosen(kinds[flips], strength, flips, tuple(trials), plan, groups, seconds)


def default_strengths(own: AugmentOptions) -> AugmentOptions:
    """The default's augmentation with these copies and this border."""
    return AugmentOptions(copies=own.copies, border=own.border)


def plainest(tried: Iterable[Tried], groups: Sequence[str]) -> int:
    """The first whose mean is within one standard error of the best's."""
    return one_standard_error([1 - one.r for one in tried], groups).paired


def trial_config(config: Config, options: AugmentOptions, epochs: int, seed: int) -> Config:
    """Of one trial: one member, which has no other to be consistent with, and no validation part."""
    short = dataclasses.replace(config.training, epochs=epochs, consistency=0.0)
    one = dataclasses.replace(config.model, members=1)
    return with_seed(dataclasses.replace(config, augmentation=options, model=one, training=short), seed)


def held_out_r(images: ImageSet, folds: Sequence[Fold], config: Config) -> Floats:
    """Pearson r (N,) of each image, by the training that did not see its group. A fold has one seed for all trials."""
    found = np.zeros(len(images))
    for turn in cross_validated(images, folds, lambda fold: derive_seed(config.training.seed, fold.number)):
        ensemble = train_members(turn.learned_from, turn.own(config))
        x = torch.from_numpy(turn.x)
        with torch.no_grad():
            y = torch.cat([ensemble(part.to(ensemble.device))[1][0].cpu() for part in torch.split(x, 1024)])
        found[turn.fold.held_out] = pearson(y.numpy(), turn.x)
    return found


def _rows(tried: Mapping[tuple[str, str], Tried], question: str, groups: Sequence[str]) -> list[Trial]:
    """The lines of one question's table."""
    best = max(tried.values(), key=lambda one: float(one.r.mean()))
    answer = plainest(tried.values(), groups)
    return [
        Trial(
            question, *name, float(one.r.mean()), standard_error(one.r, groups), float(best.r.mean() - one.r.mean()),
            standard_error(best.r - one.r, groups), place == answer, one.seconds,
        )
        for place, (name, one) in enumerate(tried.items())
    ]  # fmt: skip
