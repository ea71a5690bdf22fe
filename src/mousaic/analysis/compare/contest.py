"""A comparison as tasks: one method, or some that share their work, in one fold."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mousaic.analysis.compare.bit_budgets import AtBits
from mousaic.analysis.compare.fitted import Description
from mousaic.analysis.compare.judging import Scored, judge
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.cross_validation import cross_validated
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold
from mousaic.model.store import Model
from mousaic.registry import Entry
from mousaic.said import Said
from mousaic.seeds import derive_seed
from mousaic.tasks.kept_results import KeptResults, digest
from mousaic.tasks.work import Share, Work

if TYPE_CHECKING:
    from mousaic.analysis.compare.rival_methods import Fit

TOGETHER = ("quick", "of_default")
"""Methods with one of these capabilities are one task a fold: what takes no time, and what shares a training."""


class Bout(NamedTuple):
    """A task: these methods in that fold, by its place in the plan."""

    fold: int
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """All that the scores of a comparison follow from. It travels between processes as its fields.

    Attributes:
        images: the N images.
        plan: the folds of all repeats.
        configs: of the presets ``default`` and ``report``, and of ``default`` with local features and with filters.
        pretrained: a model trained on other images, where one was given.
        methods: what is compared.
    """

    images: ImageSet
    plan: tuple[Fold, ...]
    configs: tuple[Config, Config, Config, Config | None]
    pretrained: Model | None
    methods: Mapping[str, Entry[Fit]]

    @property
    def bouts(self) -> list[Bout]:
        """Every method in every fold, fold by fold."""
        parties = list(_parties(list(self.methods)))
        return [Bout(place, party) for place in range(len(self.plan)) for party in parties]

    def part_of(self, place: int) -> Part:
        """What methods learn from in a fold; the last one asked for is kept, with what was drawn and trained for it."""
        kept: tuple[int, Part] | None = self.__dict__.get("_last")
        if kept is None or kept[0] != place:
            seed, fold = self.configs[0].training.seed, self.plan[place]
            turn = next(cross_validated(self.images, [fold], lambda fold: fold_seed(seed, fold)))
            default, report, local = (turn.own(one) for one in self.configs[:3])
            conv = None if self.configs[3] is None else turn.own(self.configs[3])
            kept = place, Part(turn.learned_from, default, report, local, conv, self.pretrained)
            self.__dict__["_last"] = kept
        return kept[1]

    def __getstate__(self) -> dict[str, Any]:
        """The fields: what follows from them is made anew where it is wanted."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def digest(self) -> str:
        """Of all of it but the methods."""
        images, model = self.images, self.pretrained
        weights = [] if model is None else [one.numpy() for one in model.ensemble.state_dict().values()]
        held_out = [fold.held_out for fold in self.plan]
        return digest(images.pixels, images.labels, images.groups, self.configs, *weights, *held_out)


def fold_seed(seed: int, fold: Fold) -> int:
    """Of all that is learned in a fold."""
    return derive_seed(seed, "compare", fold.repeat, fold.number)


def _parties(methods: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Those that are one task, in the order of the first of them."""
    shared = {name: capability for capability in TOGETHER for name in METHODS.having(capability)}
    seen: set[str] = set()
    for name in methods:
        if name not in seen:
            own = shared.get(name)
            party = tuple(one for one in methods if one == name or (own is not None and shared.get(one) == own))
            seen |= {*party}
            yield party


def work_of(contest: Contest) -> Work[Contest, Bout, list[list[Scored]]]:
    """The tasks of a comparison; the result of each is what every one of its methods scored."""
    threads = contest.configs[0].training.threads
    return Work(hold, contest, contest.bouts, lambda bout: bout.methods, threads)


def hold(contest: Contest, bout: Bout, share: Share) -> list[list[Scored]]:
    """Let the methods of a bout learn, and score them on what its fold holds out.

    Raises:
        MousaicError: a reconstruction is not finite, or a training broke down.
    """
    import_module("sklearn.decomposition")  # before the first clock starts
    part, fold = contest.part_of(bout.fold), contest.plan[bout.fold]
    x = contest.images.pixels[fold.held_out].reshape(-1, contest.images.D)
    found = []
    for number, name in enumerate(bout.methods):
        found.append(judge(contest.methods[name], part, x))
        share((number + 1) / len(bout.methods))
    return found


def kept_bouts(folder: Path | None, contest: Contest) -> KeptResults[Bout, list[list[Scored]]]:
    """Where the scores of a comparison are kept."""

    def name(bout: Bout) -> str:
        fold = contest.plan[bout.fold]
        return f"{fold.repeat} {fold.number} {','.join(bout.methods)}"

    return KeptResults(folder, contest.digest, name, (Scored, Description, AtBits, Said))
