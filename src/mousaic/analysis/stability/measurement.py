"""Which features would be found again: independent runs, agreement with its nulls, and every feature's own record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.analysis.stability.agreement import (
    Agreement,
    agree_in_pairs,
    agreement,
    among,
    find_again,
    some_pairs,
    threshold,
)
from mousaic.analysis.stability.found_examples import choose_examples
from mousaic.analysis.stability.independent_training import (
    Design,
    Learned,
    kept_trainings,
    living_features,
    members_needed,
    own_start,
    work_of,
)
from mousaic.analysis.stability.shared_halves import compare_shared
from mousaic.analysis.stability.stability_result import Stability
from mousaic.analysis.stability.structureless import KINDS
from mousaic.analysis.stability.training_plan import Planned, plan_trainings
from mousaic.arrays import Dictionary
from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.said import told
from mousaic.stages import Stage, untold
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.kept_results import KeptResults
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished
from mousaic.training.fit import untrained_members

WITHIN, ACROSS = ((0, 1), (2, 3)), ((0, 2), (0, 3), (1, 2), (1, 3))
"""Pairs of the four trainings of a role that come from one block, and from two."""


class Done(NamedTuple):
    """What the caller is told when a training is finished."""

    number: int
    """From 1."""
    trainings: int
    role: str
    seconds: float
    left: float
    """Seconds that the trainings still to come will take."""


def stability(
    images: ImageSet,
    config: Config,
    ensemble: Ensemble,
    *,
    runs: int = 10,
    seed: int = 0,
    members: int | None = None,
    folder: Path | None = None,
    crew: Crew = ALONE,
    tell: Callable[[Done], None] = lambda done: None,
    stage: Stage = untold,
) -> Stability:
    """Train independently, again and again, and see what of the ensemble comes back.

    An independent run has another seed and another sample of the groups (with replacement, as many as there are). The
    agreements are ``members`` (of the ensemble with each other), ``run`` (the ensemble and independent runs), ``runs``
    (independent runs with each other) and ``halves`` (runs on halves of the images that share no group). Their nulls
    are the same trainings before the first step (``untrained_members``, ``untrained_run``, ``untrained_runs`` and
    ``untrained_halves``), with the features that fire on an original then; of trainings on structureless images of each
    kind (:mod:`mousaic.analysis.stability.structureless`) ``KIND_members``, ``KIND_run`` (the ensemble and such
    trainings), ``KIND_other_images`` (two of them, which share nothing but the mean) and ``KIND_same_images`` (on two
    samples of the same such images: what runs agree in because they remember the same originals); and
    ``phases_halves``. Beside them stand trainings from one start, on halves, too
    (:mod:`mousaic.analysis.stability.shared_start`).

    Filters that may lie anywhere are compared each with the centre of its energy in the same place.

    Args:
        images: the originals the ensemble was trained on, and no other.
        config: of that training. Its early stop is left aside: every epoch is trained.
        ensemble: M members of H features, on the CPU.
        members: of each independent run (default: as many as act on each other).
        folder: where finished trainings are kept, to go on after an interruption; the caller's to delete.
        crew: who does the trainings.
        tell: told of each training when it is finished.
        stage: told how far the trainings are, and when they are compared.

    Raises:
        MousaicError: fewer than two runs, too few groups, or a training broke down.
    """
    members = members or members_needed(config)
    plan = plan_trainings(images.labels, images.groups, runs, seed)
    design = Design(images, config, members, seed, plan)

    def told_of(done: Finished[Planned, Learned]) -> None:
        if done.seconds:
            tell(Done(done.number, done.tasks, done.task.role, done.result.seconds, done.left))

    with tempfile.TemporaryDirectory(prefix="mousaic-stability-") as spare:
        kept = kept_trainings(folder or Path(spare), design)
        for _ in results_of(work_of(design), kept, crew, told_of, stage):  # one dictionary in memory at a time
            pass
        stage(told("stage_comparing"), 1.0)
        return _measure(design, kept, ensemble)


def _measure(design: Design, store: KeptResults[Planned, Learned], ensemble: Ensemble) -> Stability:
    """All figures, from the finished trainings."""
    weight: Dictionary = ensemble.gallery(centred=True).cpu().numpy()
    living = living_features(ensemble, design.images, design.config)
    untrained = untrained_members(design.images, design.config)
    start: Dictionary = untrained.gallery(centred=True).cpu().numpy()
    start_living = living_features(untrained, design.images, design.config)
    agreements = {"members": among(weight, living), "untrained_members": among(start, start_living)}
    again = [partial(_load, store, planned) for planned in design.of("again")]
    begun = [partial(_before, load) for load in again]
    pairs = some_pairs(len(again), weight.shape[1])
    found, agreements["run"] = find_again(weight, living, again)
    at_start, agreements["untrained_run"] = find_again(start, start_living, begun)
    agreements["runs"] = agree_in_pairs(pairs, again)
    agreements["untrained_runs"] = agree_in_pairs(pairs, begun)
    agreements["halves"] = _pairs_of(design, store, "half", WITHIN)
    agreements["untrained_halves"] = _pairs_of(design, store, "half", WITHIN, _before)
    agreements["phases_halves"] = _pairs_of(design, store, "phases-half", WITHIN)
    chance = []
    for kind in KINDS:
        null = [partial(_load, store, planned) for planned in design.of(kind)]
        best, agreements[f"{kind}_run"] = find_again(weight, living, null)
        chance.append(best.cosine)
        agreements[f"{kind}_members"] = agreement([load().members for load in null])
        agreements[f"{kind}_same_images"] = _pairs_of(design, store, kind, WITHIN)
        agreements[f"{kind}_other_images"] = _pairs_of(design, store, kind, ACROSS)
    by_chance = np.concatenate(chance, -1)
    limit = threshold(by_chance, living)
    return Stability(
        runs=len(again),
        members=design.members,
        images=len(design.images),
        groups=len(set(design.images.groups)),
        threshold=limit,
        agreements=agreements,
        living=living,
        cosine=found.cosine,
        chance=by_chance,
        untrained_living=start_living,
        untrained_cosine=at_start.cosine,
        own_start=own_start(weight, start),
        shared=compare_shared(design, partial(_load, store)),
        own_start_runs=float(np.mean([load().own_start for load in again])),
        examples=choose_examples(weight, living, found, limit, again, (at_start.cosine >= limit).sum(-1)),
        seconds=sum(_load(store, planned).seconds for planned in design.plan),
    )


def _load(store: KeptResults[Planned, Learned], planned: Planned) -> Learned:
    """A finished training.

    Raises:
        MousaicError: it is gone or damaged.
    """
    found = store.find(planned)
    if found is None:
        raise MousaicError(f"A training in {store.folder} was taken away: the same command trains it again.")
    return found


def _before(load: Callable[[], Learned]) -> Learned:
    """A training before its first step."""
    return load().before()


def _pairs_of(
    design: Design,
    store: KeptResults[Planned, Learned],
    role: str,
    pairs: Sequence[tuple[int, int]],
    of: Callable[[Callable[[], Learned]], Learned] = lambda load: load(),
) -> Agreement:
    """The agreement of a role's trainings, which come block by block, two each."""
    return agree_in_pairs(pairs, [partial(of, partial(_load, store, planned)) for planned in design.of(role)])
