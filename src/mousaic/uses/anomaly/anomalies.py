"""Which images are unlike normal ones? A score, what it is beside normal images that nothing was learned from, and why.

Normal images are scored by detectors that did not learn from them: those of the run's validation part by the run
itself, where there are enough of them; else all of them, each by what was learned anew from the other folds. New images
are scored by the same detectors, on average. No share of odd images is guessed anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.analysis.parts.part_findings import PartFindings, findings_of
from mousaic.analysis.parts.part_set import find_parts
from mousaic.arrays import Flags, Floats, Ints, Mask, PerImage, Singles
from mousaic.config import Config
from mousaic.console import silent
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.model.store import ModelCard
from mousaic.seeds import derive_seed
from mousaic.stats.conformal import LEVEL, as_high, conformal_p, highest_of_groups
from mousaic.stats.false_discovery import benjamini_hochberg
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished, Share, Work
from mousaic.uses.anomaly.against_normal import FEWEST, against_normal
from mousaic.uses.anomaly.base_scores import base_scores, names_of
from mousaic.uses.anomaly.detector import Detector, learn_detector, see
from mousaic.uses.anomaly.heat import Heat
from mousaic.uses.anomaly.kept_detectors import KeptDetectors
from mousaic.uses.anomaly.odd_parts import OddPart, odd_parts
from mousaic.uses.copies import copies_of
from mousaic.uses.done_fold import DoneFold

ENOUGH = 99
"""Independent normal images of a validation part, or groups, with which it alone is taken: a p of 0.01 is possible."""
FOLDS = 5


class Learning(NamedTuple):
    """What detectors are learned from."""

    normal: ImageSet
    """The run's normal images."""
    validation: Mask
    """(N,) which of them the run did not learn from."""
    own: Detector
    """The run's model and parts, and the normal images that it learned from."""
    config: Config
    seed: int
    every: ImageSet | None = None
    """All images of the run, copies of which are told; None: the normal ones are all."""


class Anomalies(NamedTuple):
    """m new images beside normal ones."""

    new: ImageSet
    normal: ImageSet
    scored: Mask
    """(N,): the normal images that were scored, by what did not learn from them."""
    folds: int
    """0 where they are the run's validation part."""
    units: int
    """Groups of them, among which p counts; as many as images, where each is alone."""
    score: PerImage
    """(m,)"""
    normal_score: PerImage
    """(n,)"""
    as_high: Ints
    """(m,): normal units that score at least as high."""
    p: PerImage
    """(m,)"""
    q: PerImage
    bases: Floats
    """(m, J): see :func:`mousaic.uses.anomaly.base_scores.names_of`, in standard deviations from normal images."""
    heat: Floats
    """(m, rows, columns): how much more is missed than in normal images there, in standard deviations."""
    rebuilt: Singles
    """(m, C, rows, columns)"""
    nearest: Ints
    """(m,): the normal image nearest in pixels."""
    parts: PartFindings | None
    """The run's parts in the new images; None where it has none."""
    odd_parts: list[list[OddPart]]
    """(m,): which of them make each image odd, the oddest first."""
    copy_of: tuple[str, ...]
    """(m,): the run's image that each is a copy of, or nearly, so that p says little of it; "" where of none."""

    @property
    def order(self) -> Ints:
        """The images, the oddest first."""
        return np.argsort(-self.score, kind="stable")

    @property
    def beyond(self) -> Flags:
        """(m,): beyond what chance gives."""
        found: Flags = self.q <= LEVEL
        return found

    @property
    def grouped(self) -> bool:
        """Whether normal images come in groups."""
        return self.units < int(self.scored.sum())


def plan_folds(learning: Learning, folds: int | None) -> list[Fold]:
    """By which detectors normal images are scored: the run itself for its validation part, or folds.

    Args:
        folds: 0 for the validation part, 2 or more for folds; None: whichever suits.

    Raises:
        MousaicError: too few images for that.
    """
    normal = learning.normal
    held = len({group for group, own in zip(normal.groups, learning.validation, strict=True) if own})
    learned = len(normal) - int(learning.validation.sum())
    if folds == 0 and (held < FEWEST or not learned):
        raise MousaicError(
            f"The run learned from {learned} normal images and held out {held} groups of them; {FEWEST} groups are "
            "needed: leave --folds out."
        )
    if folds == 0 or (folds is None and held >= ENOUGH and learned):
        return [Fold(0, 0, learning.validation)]
    count = possible_folds(normal.groups, FOLDS if folds is None else folds)
    if len(normal) - len(normal) // count < 2 or len(set(normal.groups)) < FEWEST:
        raise MousaicError(
            f"{len(normal)} normal images are too few to say what is normal: {FEWEST} groups are needed at least."
        )
    seed = derive_seed(learning.seed, "anomaly", "folds")
    return make_folds(normal.labels, normal.groups, count, 1, seed)


def find_anomalies(
    learning: Learning,
    new: ImageSet,
    folds: int | None = None,
    keep: Path | None = None,
    tell: Callable[[DoneFold], None] = silent,
    crew: Crew = ALONE,
) -> Anomalies:
    """Score new images, prepared as the run's, and say how odd each is.

    Args:
        folds: as of :func:`plan_folds`.
        keep: a folder where detectors of folds are, and are kept; None: nowhere.
        tell: told of each detector learned.
        crew: who learns them.

    Raises:
        MousaicError: too few normal images, or images of another shape.
    """
    plan = plan_folds(learning, folds)
    normal, scored = learning.normal, np.zeros(len(learning.normal), bool)
    names, heat = names_of(learning.own.parts is not None), Heat()
    known, bases = np.zeros((len(normal), len(names))), np.zeros((len(new), len(names)))
    for detector, fold in _detectors(learning, plan, keep, crew, tell):
        memory, seen = see(detector, detector.known), see(detector, new)
        held = see(detector, normal.subset(np.flatnonzero(fold.held_out)))
        scored |= fold.held_out
        known[fold.held_out] = base_scores(memory, held)
        bases += base_scores(memory, seen) / len(plan)
        heat.add(held, seen)
    return _judged(learning, new, plan, scored, known[scored], bases, heat)


def _judged(
    learning: Learning, new: ImageSet, plan: Sequence[Fold], scored: Mask, known: Floats, bases: Floats, heat: Heat
) -> Anomalies:
    """What base scores (n, J) of normal and (m, J) of new images say."""
    normal = learning.normal
    own, others = against_normal(known, bases)
    score, normal_score = others.mean(1), own.mean(1)
    units = highest_of_groups(normal_score, [normal.groups[i] for i in np.flatnonzero(scored).tolist()])
    p = conformal_p(score, units)
    parts = learning.own.parts
    odd: list[list[OddPart]] = [[] for _ in range(len(new))]
    findings = None if parts is None else findings_of(parts, new)
    if parts is not None and findings is not None:
        odd = odd_parts(find_parts(parts, normal.pixels), findings.found)
    copy_of = copies_of(new, normal if learning.every is None else learning.every)
    return Anomalies(
        new, normal, scored, len(plan) if len(plan) > 1 else 0, len(units), score, normal_score, as_high(score, units),
        p, benjamini_hochberg(p), others, heat.z(), heat.rebuilt, _nearest(new, normal), findings, odd, copy_of,
    )  # fmt: skip


def _detectors(
    learning: Learning, plan: Sequence[Fold], keep: Path | None, crew: Crew, tell: Callable[[DoneFold], None]
) -> Iterator[tuple[Detector, Fold]]:
    """Fold by fold what was learned without it."""
    if len(plan) == 1:
        if crew.only:
            raise MousaicError(f"--task cannot be {crew.only}: the run itself scores its validation part, without any.")
        yield learning.own, plan[0]
        return
    seed = derive_seed(learning.seed, "anomaly")
    of_folds = [learning.normal.subset(np.flatnonzero(~fold.held_out)) for fold in plan]
    shared = LearnedFrom(learning.config, seed, learning.own.model.card)
    work = Work(_learn, shared, of_folds, len, learning.config.training.threads)

    def told_of(done: Finished[ImageSet, Detector]) -> None:
        tell(DoneFold(done.number, done.tasks, done.seconds, done.left))

    kept = KeptDetectors(keep, learning.config, seed)
    for detector, fold in zip(results_of(work, kept, crew, told_of), plan, strict=True):
        if (detector.parts is None) != (learning.own.parts is None):
            raise MousaicError(
                f"Too few of the {len(detector.known)} normal images of a fold show anything to learn parts from: "
                "train on more."
            )
        yield detector, fold


class LearnedFrom(NamedTuple):
    """What the detectors of all folds follow from."""

    config: Config
    seed: int
    card: ModelCard


def _learn(shared: LearnedFrom, images: ImageSet, share: Share) -> Detector:
    return learn_detector(images, shared.config, shared.seed, shared.card)


def _nearest(new: ImageSet, normal: ImageSet) -> Ints:
    """(m,): the normal image nearest in pixels."""
    from scipy.spatial.distance import cdist

    away = cdist(new.pixels.reshape(len(new), -1), normal.pixels.reshape(len(normal), -1))
    found: Ints = away.argmin(1)
    return found
