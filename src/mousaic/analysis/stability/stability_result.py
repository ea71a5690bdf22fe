"""What a measurement of stability found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mousaic.analysis.stability.agreement import Agreement
from mousaic.analysis.stability.found_examples import Example
from mousaic.analysis.stability.shared_start import SharedStart
from mousaic.arrays import Flags, Floats, Ints, Singles


class PartsAgain(NamedTuple):
    """Parts learned from two halves of the images that share no group, each half's looked for among the other's."""

    parts: int
    """Of both halves together."""
    found: int
    """Those that keep their usual distance from one of the other half, at the same home, in nearly all images."""
    chance: float
    """How many would with the images of the other half's places shuffled: mean of the shuffles."""
    most_by_chance: int
    """The most of any shuffle."""
    shuffles: int
    scattered: int
    """Those found with every image's phases scattered from the beginning; of as many parts."""
    scattered_parts: int

    @property
    def beyond(self) -> bool:
        """More than in any shuffle, and more than in structureless images by 1.96 standard errors of two shares."""
        share, null = self.found / max(self.parts, 1), self.scattered / max(self.scattered_parts, 1)
        error = share * (1 - share) / max(self.parts, 1) + null * (1 - null) / max(self.scattered_parts, 1)
        return self.found > self.most_by_chance and share - null > 1.96 * error**0.5


@dataclass(frozen=True)
class Stability:
    """How far M members of H features would be found again.

    Attributes:
        runs: independent runs (R).
        members: of each independent run; its first is the one that counts.
        images, groups: of the run's training part.
        threshold: the |cosine| from which a feature counts as found again.
        agreements: PW-MCC by name, see :func:`mousaic.analysis.stability.measurement.stability`.
        living: (M, H) whether a feature of the run fires on any of the training's originals.
        cosine: (M, H, R) best |cosine| of each feature with the living features of each independent run.
        chance: (M, H, N) the same with dictionaries learned from structureless images.
        untrained_living: (M, H) ``living`` before the first step.
        untrained_cosine: (M, H, R) ``cosine`` before the first step, of the run and of the independent runs.
        shared: trainings from the run's own start on halves of the images.
        own_start: (M, H) |cosine| of each feature with the row it started from.
        own_start_runs: the mean of that in the independent runs.
        examples: features found best and worst among the living, with their like in other runs.
        seconds: of all trainings together.
        parts: found again in halves of the images; None where it was not looked for, or the images have no parts.
    """

    runs: int
    members: int
    images: int
    groups: int
    threshold: float
    agreements: dict[str, Agreement]
    living: Flags
    cosine: Singles
    chance: Singles
    untrained_living: Flags
    untrained_cosine: Singles
    shared: SharedStart
    own_start: Singles
    own_start_runs: float
    examples: tuple[list[Example], list[Example]]
    seconds: float
    parts: PartsAgain | None = None

    @property
    def found(self) -> Ints:
        """(M, H): in how many of the independent runs a feature is found again."""
        count: Ints = (self.cosine >= self.threshold).sum(-1)
        return count

    @property
    def untrained_found(self) -> Ints:
        """(M, H): in how many of the independent runs it was found before the first step of either."""
        count: Ints = (self.untrained_cosine >= self.threshold).sum(-1)
        return count

    @property
    def chance_found(self) -> Floats:
        """(M, H): in how many of R runs it would be found if they had learned from structureless images."""
        share: Floats = (self.chance >= self.threshold).mean(-1)
        return share * self.runs

    @property
    def often(self) -> int:
        """Living features found again in at least half of the runs."""
        return int((self.living & (2 * self.found >= self.runs)).sum())

    @property
    def often_untrained(self) -> int:
        """How many features are, before the first step of all trainings."""
        return int((self.untrained_living & (2 * self.untrained_found >= self.runs)).sum())

    @property
    def often_by_chance(self) -> int:
        """How many would be in at least half of trainings on structureless images."""
        return int((self.living & (2 * self.chance_found >= self.runs)).sum())

    @property
    def chance_per_run(self) -> float:
        """The share of a living feature's comparisons with a structureless dictionary that pass the threshold."""
        return float((self.chance[self.living] >= self.threshold).mean()) if self.living.any() else 0.0
