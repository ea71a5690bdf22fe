"""One training of a stability measurement, and what is wanted of it."""

from __future__ import annotations

import dataclasses
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mousaic.analysis.cross_validation import with_seed
from mousaic.analysis.stability.structureless import structureless
from mousaic.analysis.stability.training_plan import Planned
from mousaic.arrays import Dictionary, Flags, Singles
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import firing_rates
from mousaic.seeds import derive_seed
from mousaic.stats.dictionary_matching import cosines, pw_mcc, pw_mcc_living, unit_features
from mousaic.tasks.kept_results import KeptResults, digest
from mousaic.tasks.work import Share, Work
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import train_members, training_data, untrained_members
from mousaic.training.progress import Progress, Within


@dataclass(frozen=True)
class Learned:
    """The first member of one training.

    Attributes:
        dictionary: float32 (H, D).
        living: (H,) whether a feature fires on any of the training's originals. Of trainings from one start, those
            that began anew on the way, from another window, count as dead.
        start, start_living: the same before the first step.
        own_start: mean |cosine| of a feature with the row it started from, 0 to 1.
        members: PW-MCC of the first member with the second, over all and over living features; NaN with one member.
        seconds: the training took.
    """

    dictionary: Dictionary
    living: Flags
    start: Dictionary
    start_living: Flags
    own_start: float
    members: tuple[float, float]
    seconds: float

    def before(self) -> Learned:
        """The training before its first step, as if nothing had been learned."""
        return dataclasses.replace(self, dictionary=self.start, living=self.start_living, own_start=1.0)


@dataclass(frozen=True)
class Design:
    """What all trainings of a measurement follow from.

    Attributes:
        images: the originals the run was trained on.
        config: of the run.
        members: of each training.
        seed: of the measurement.
        plan: the trainings.
    """

    images: ImageSet
    config: Config
    members: int
    seed: int
    plan: list[Planned]

    def of(self, role: str, block: int | None = None) -> list[Planned]:
        """The trainings of a role, or of one block of it."""
        return [planned for planned in self.plan if planned.role == role and block in (None, planned.block)]

    def images_of(self, planned: Planned) -> ImageSet:
        """What the training learns from."""
        return self._all_images(planned).subset(planned.images)

    def _all_images(self, planned: Planned) -> ImageSet:
        """What it, and those of its block, take their images from."""
        if planned.scattered is None:
            return self.images
        scattering = derive_seed(self.seed, "stability images", planned.role, planned.block)
        return structureless(self.images, planned.scattered, scattering)

    def config_of(self, planned: Planned) -> Config:
        """The run's parameters with another seed and these members; all images given are trained on."""
        return with_seed(self._with_members(), planned.seed(self.seed))

    def start_of(self, planned: Planned) -> Ensemble:
        """The members before the first step: of trainings from one start those of the run itself, by its own seed, or
        what they would be of the scattered images."""
        if not planned.from_one_start:
            return untrained_members(self.images_of(planned), self.config_of(planned))
        return untrained_members(self._all_images(planned), with_seed(self._with_members(), self.config.training.seed))

    def _with_members(self) -> Config:
        return dataclasses.replace(self.config, model=dataclasses.replace(self.config.model, members=self.members))

    def train(self, planned: Planned, progress: Progress | None = None) -> Learned:
        """Train, and keep what the measurement needs.

        Args:
            progress: told how far the training is.

        Raises:
            MousaicError: the loss broke down.
        """
        began = time.perf_counter()
        images, config = self.images_of(planned), self.config_of(planned)
        ensemble = self.start_of(planned)
        # Filters from one start are compared where they are, as both have been moved by their learning alone.
        shared = planned.from_one_start
        start: Dictionary = ensemble.pictures(0, not shared).cpu().numpy().copy()
        start_living = living_features(ensemble, images, config)[0]
        revived = Revived(config)
        ensemble = train_members(
            images, config, progress, start=ensemble, after_epoch=revived.note, concluded=not shared
        )
        seconds = time.perf_counter() - began
        living = living_features(ensemble, images, config)
        weight: Dictionary = ensemble.gallery(not shared).cpu().numpy()
        own = own_start(weight[0], start)
        agreement = (math.nan, math.nan)
        if self.members > 1:
            between = cosines(weight[0], weight[1])
            agreement = (pw_mcc(between), pw_mcc_living(between, living[0], living[1]))
        counted = living[0] & ~revived.first if shared else living[0]
        mean_own = float(own.mean(dtype=np.float64))
        return Learned(weight[0].copy(), counted, start, start_living, mean_own, agreement, seconds)


def work_of(design: Design) -> Work[Design, Planned, Learned]:
    """The trainings of a measurement, as tasks."""
    return Work(learn, design, design.plan, lambda planned: planned.role, design.config.training.threads)


def learn(design: Design, planned: Planned, share: Share) -> Learned:
    """One of them; see :meth:`Design.train`."""
    return design.train(planned, Within(share))


def kept_trainings(folder: Path | None, design: Design) -> KeptResults[Planned, Learned]:
    """Where they are kept."""

    def study() -> str:
        images = design.images
        return digest("with starts", design.seed, design.members, design.config, images.sha256, images.groups)

    def name(planned: Planned) -> str:
        return f"{planned.name} {','.join(map(str, planned.images))}"

    return KeptResults(folder, study, name, (Learned,))


class Revived:
    """Which features of the first member began anew during a training: see :mod:`mousaic.training.revive`.

    Attributes:
        first: (H,) those that did; False alone before any epoch.
    """

    def __init__(self, config: Config) -> None:
        self._until = config.training.revive * config.training.epochs
        self._last = config.training.epochs
        self.first: Flags = np.zeros((), bool)

    def note(self, state: TrainingState) -> None:
        """After an epoch: what fired on nothing in it starts anew as the next one begins."""
        dead: Flags = (state.sums.fired[0] == 0).cpu().numpy()
        again = state.epoch < min(self._until, self._last)
        self.first = self.first | (dead if again and not dead.all() else np.zeros_like(dead))


def members_needed(config: Config) -> int:
    """How many members an independent run must train for its first member to be what the run's members are.

    Members act on each other through the consistency term alone. Without it two do, which can be compared.
    """
    return config.model.members if config.training.consistency else min(2, config.model.members)


def living_features(ensemble: Ensemble, images: ImageSet, config: Config) -> Flags:
    """(M, H): whether a feature fires on any of these originals."""
    data = training_data(images, config)
    rates: Singles = firing_rates(ensemble.to(data.device), data.flat_originals).cpu().numpy()
    return rates > 0


def own_start(dictionary: Dictionary, start: Dictionary) -> Singles:
    """|cosine| of each feature with the row it started from, (..., H, D) -> (..., H), 0 to 1.

    Two trainings from one start would agree through what neither of them changed.
    """
    found: Singles = np.abs((unit_features(dictionary) * unit_features(start)).sum(-1)).clip(max=1)
    return found
