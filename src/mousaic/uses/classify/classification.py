"""How well can classes, or a number, be told of images that nothing was learned from, and what tells them?

Repeated, stratified, grouped cross-validation. Features are learned anew inside each fold, parts and members too; what
classifiers settle they settle by inner folds of its training part. The recommended line is fixed beforehand.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.arrays import Floats, Ints, PerImage
from mousaic.config import Config, concrete
from mousaic.console import silent
from mousaic.device import choose_device, use_threads
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.said import Said, told
from mousaic.stats.dealt_values import Dealt, deal_classes, deal_numbers
from mousaic.stats.prediction_scores import balanced_accuracy, drawn_weights, spearman
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished
from mousaic.uses.classify.final_classifier import Deciding, Final, learn_final
from mousaic.uses.classify.judged_fold import Judged, Study
from mousaic.uses.classify.kept_folds import kept_folds, work_of
from mousaic.uses.classify.outcome import Outcome, outcome_of
from mousaic.uses.classify.representations import possible
from mousaic.uses.classify.score_lines import Line, Scores, score_lines
from mousaic.uses.classify.unlike import own_p
from mousaic.uses.classify.use_verdict import verdict
from mousaic.uses.done_fold import DoneFold

FOLDS, REPEATS = 5, 2
MANY_IMAGES = 1000
"""Sets of more images are divided once, unless asked for more."""


PERMUTATIONS, MOST_LEARNED = 199, 80_000
"""Outcomes dealt anew, and images learned from with them in all."""


@dataclass(frozen=True)
class Classification:
    """What was found.

    Attributes:
        outcome: what was told, of the N images that have it.
        sentences: the verdict; the first compares the recommended line with brightness and contrast.
        lines: the table, the recommended one first.
        notes: what a reader must know to judge it.
        settings: images, groups, folds, repeats, size, permutations, seed and so on.
        scores: of the recommended line, with their intervals.
        leaks: near-duplicates on both sides of a fold.
        images: the N images.
        outputs: (R, N, C): what the recommended model said of each image in each repeat.
        unlike: (N,): the p of each image where it was held out first.
        deciding: the parts that decide, most telling first; None where there are none.
        final: the recommended model learned from all N images.
    """

    outcome: Outcome
    sentences: tuple[Said, ...]
    lines: tuple[Line, ...]
    notes: tuple[Said, ...]
    settings: Mapping[str, Any]
    scores: Scores
    leaks: Leaks
    images: ImageSet
    outputs: Floats
    unlike: PerImage
    deciding: Deciding | None
    final: Final

    @property
    def told(self) -> Floats:
        """(R, N): the class, as its position, or the number that the recommended model said in each repeat."""
        if self.outcome.kind == "numbers":
            return self.outputs[..., 0]
        classes: Floats = self.outputs.argmax(2).astype(np.float64)
        return classes


def classify(
    images: ImageSet,
    config: Config,
    *,
    kind: str = "auto",
    column: tuple[str, Mapping[str, str]] | None = None,
    folds: int = FOLDS,
    repeats: int | None = None,
    permutations: int | None = None,
    keep: Path | None = None,
    crew: Crew = ALONE,
    say: Callable[[Said], None] = silent,
    tell: Callable[[DoneFold], None] = silent,
) -> Classification:
    """Tell the classes, or a number, of images held out, in several ways.

    Args:
        config: of trainings inside folds; its seed governs all.
        kind, column: as of :func:`mousaic.uses.classify.outcome.outcome_of`; the column with its name.
        folds: parts of a repeat; fewer where there are fewer groups.
        repeats: divisions (default: 2, of more than :data:`MANY_IMAGES` images 1).
        permutations: outcomes dealt anew for the p (default: 199, of many images fewer, as each is learned from anew).
        keep: a folder for what is done already, where a rerun finds it.
        crew: who does the folds.
        say: told what a person should know.
        tell: told of each fold.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    if repeats is not None and repeats < 1:
        raise MousaicError(f"--repeats must be at least 1, not {repeats}.")
    choose_device(concrete(config).training.device)
    count = len(images)
    name, fields = ("label", None) if column is None else column
    images, outcome = outcome_of(images, kind, fields, name)
    divided = possible_folds(images.groups, folds)
    images = dataclasses.replace(images, labels=outcome.strata)
    again = repeats or (REPEATS if len(images) <= MANY_IMAGES else 1)
    seed = config.training.seed
    plan = tuple(make_folds(images.labels, images.groups, divided, again, seed))
    leaks = find_leaks(images, plan)
    different = len(set(outcome.values.tolist()))
    notes = [told(f"told_rule_{outcome.kind}", name=name, different=different)]
    notes += [told("folds_fewer", possible=divided, wanted=folds, few=None)] if divided < folds else []
    notes += [told("without_outcome", count=count - len(images), name=name)] if len(images) < count else []
    notes += [one for one in (leaks.finding(),) if one is not None]
    for note in notes:
        say(note)
    fold_of = np.argmax([fold.held_out for fold in plan[:divided]], 0)
    most = max(19, min(PERMUTATIONS, MOST_LEARNED // len(images))) if permutations is None else permutations
    study = Study(images, outcome, config, possible(images), plan, deal(images, outcome, fold_of, most, seed))
    with use_threads(config.training.threads):
        judged = _judge(study, keep, crew, tell)
        final = learn_final(study, judged)
    return _conclude(study, judged, final, tuple(notes), leaks)


def deal(images: ImageSet, outcome: Outcome, fold_of: Ints, most: int, seed: int) -> Dealt:
    """At most so many outcomes dealt anew, whole groups at a time."""
    if outcome.kind == "classes":
        return deal_classes(outcome.labels, images.units, fold_of, most, seed)
    return deal_numbers(outcome.values, images.units, most, seed)


def _judge(study: Study, keep: Path | None, crew: Crew, tell: Callable[[DoneFold], None]) -> list[Judged]:
    """Every fold, those that are kept without doing them again."""
    measure = told("told_accuracy" if study.outcome.kind == "classes" else "told_spearman")

    def told_of(done: Finished[int, Judged]) -> None:
        score = _score(study, study.plan[done.task], done.result)
        tell(DoneFold(done.number, done.tasks, done.seconds, done.left, measure, score))

    return list(results_of(work_of(study), kept_folds(keep, study), crew, told_of))


def _score(study: Study, fold: Fold, judged: Judged) -> float:
    """Of the recommended model, on one fold."""
    values, own = study.outcome.values[fold.held_out], judged.outputs[0]
    if study.outcome.kind == "numbers":
        return spearman(values, own[None, :, 0])
    none = np.zeros((0, len(own)))
    return balanced_accuracy(values.astype(np.int64), own.argmax(1)[None], none).value


def _conclude(
    study: Study, judged: list[Judged], final: Final, notes: tuple[Said, ...], leaks: Leaks
) -> Classification:
    images, outcome, seed = study.images, study.outcome, study.config.training.seed
    repeats = study.plan[-1].repeat + 1
    outputs = np.zeros((len(study.rows), repeats, len(images), outcome.columns))
    distance = np.zeros(len(images))
    dealt = np.zeros(study.dealt.values.shape)
    for fold, one in zip(study.plan, judged, strict=True):
        outputs[:, fold.repeat, fold.held_out] = one.outputs
        if fold.repeat == 0:
            dealt[:, fold.held_out], distance[fold.held_out] = one.dealt, one.distance
    weights = drawn_weights(images.units, seed)
    table = score_lines(study, outputs, dealt, weights)
    settings = {
        "images": len(images), "groups": len(set(images.groups)), "folds": study.plan[-1].number + 1,
        "repeats": repeats, "size": list(images.shape), "kind": outcome.kind, "name": outcome.name,
        "classes": list(outcome.classes), "permutations": len(study.dealt.values), "exact": study.dealt.exact,
        "model": study.config.model.model, "features": study.config.model.features, "k": study.config.model.k,
        "epochs": study.config.training.epochs, "seed": seed,
    }  # fmt: skip
    said = verdict(table, outcome, images.independence)
    return Classification(
        outcome, said, table.lines, notes, settings, table.recommended, leaks, images, outputs[0],
        own_p(distance), final.deciding, final,
    )  # fmt: skip
