"""What a measurement of stability found."""

from __future__ import annotations

from dataclasses import dataclass

from mousaic.analysis.stability.agreement import Agreement
from mousaic.analysis.stability.found_examples import Example
from mousaic.arrays import Flags, Floats, Ints, Singles


@dataclass(frozen=True)
class Stability:
    """How far M members of H features would be found again.

    Attributes:
        runs: independent runs (R).
        members: of each independent run; its first is the one that counts.
        images, groups: of the run's training part.
        threshold: the |cosine| from which a feature counts as found again.
        agreements: PW-MCC by name, see :func:`mousaic.analysis.stability.measurement.stability`.
        living: (M, H) whether a feature of the run fires on any training image.
        cosine: (M, H, R) best |cosine| of each feature with the living features of each independent run.
        chance: (M, H, N) the same with dictionaries learned from structureless images.
        own_start: (M, H) |cosine| of each feature with the row it started from.
        own_start_runs: the mean of that in the independent runs.
        examples: features found best and worst among the living, with their like in other runs.
        seconds: of all trainings together.
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
    own_start: Singles
    own_start_runs: float
    examples: tuple[list[Example], list[Example]]
    seconds: float

    @property
    def found(self) -> Ints:
        """(M, H): in how many of the independent runs a feature is found again."""
        count: Ints = (self.cosine >= self.threshold).sum(-1)
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
    def often_by_chance(self) -> int:
        """How many would be in at least half of trainings on structureless images."""
        return int((self.living & (2 * self.chance_found >= self.runs)).sum())

    @property
    def chance_per_run(self) -> float:
        """The share of a living feature's comparisons with a structureless dictionary that pass the threshold."""
        return float((self.chance[self.living] >= self.threshold).mean()) if self.living.any() else 0.0
