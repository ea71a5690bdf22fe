"""How many active features are enough: held-out error, stability and class decoding against k."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mousaic.analysis.choose.features_needed import KUsed, k_used
from mousaic.analysis.choose.k_findings import sentences
from mousaic.analysis.choose.k_plan import check_ks, folds_note
from mousaic.analysis.choose.k_scores import KScored, OfK, Row
from mousaic.analysis.choose.k_trials import Trial, Trials, fold_numbers, kept_trials_of, work_of
from mousaic.arrays import Dictionary, Floats
from mousaic.config import Config, concrete, config_for
from mousaic.console import silent
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.grouping.beside_p import beside_p
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.images.vector_options import with_vector_defaults
from mousaic.model.code_kinds import check_codes
from mousaic.said import Said, Say, told
from mousaic.stages import Stage, counted, untold
from mousaic.stats.one_standard_error import Choice, one_standard_error
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished
from mousaic.training.fit import untrained_members
from mousaic.typed_options import check_given
from mousaic.views import frame, view


class Done(NamedTuple):
    """What the caller is told after each k and fold."""

    k: int
    fold: int
    """From 0."""
    folds: int
    pearson: float
    """Held-out r of this fold."""
    seconds: float
    """To train and to judge it; 0 where that had been done before."""
    left: float
    """Seconds that the rest will take."""
    number: int
    """So many trials are done."""
    trials: int


@dataclass(frozen=True)
class ChosenK:
    """What was found.

    Attributes:
        k: the choice: the smallest k whose mean held-out error is within one standard error of the best.
        sentences: what the result says; the first names the choice and why.
        rows: one line for each k, the smallest first.
        choice: how the rule decided, in positions of ``rows``.
        used: features used by each held-out image, from the models with the chosen k.
        notes: what a reader must know to judge the result.
        settings: images, groups, folds, size, codes, preset, features, members, epochs and seed.
        leaks: near-duplicates on both sides of a fold.
        paths: (N,) of the images.
        labels: (N,) names of their classes; empty where an image has none.
        image_error: k -> held-out squared error of each image (N,), mean over its pixels.
    """

    k: int
    sentences: tuple[Said, ...]
    rows: tuple[Row, ...]
    choice: Choice
    used: KUsed
    notes: tuple[Said, ...]
    settings: dict[str, Any]
    leaks: Leaks
    paths: Sequence[str]
    labels: tuple[str, ...]
    image_error: dict[int, Floats]

    def plot(self, lang: str = "en") -> Any:
        """Error, stability and classes by k, as a matplotlib Figure."""
        return view("chosen_k", self, lang)

    def to_frame(self) -> Any:
        """The table as a pandas DataFrame: see :class:`mousaic.analysis.choose.k_scores.Row`."""
        return frame(row._asdict() for row in self.rows)


def choose_k(
    data: str | Path | ImageSet,
    *,
    ks: Sequence[int] | None = None,
    folds: int = 5,
    codes: str = "own",
    preset: str = "default",
    strict: bool = False,
    keep: Path | None = None,
    crew: Crew = ALONE,
    say: Say = silent,
    tell: Callable[[Done], None] = lambda done: None,
    stage: Stage = untold,
    **options: Any,
) -> ChosenK:
    """Try several k by stratified, grouped cross-validation: every image is judged by models that never saw its group.

    Args:
        data: a folder, a CSV/TSV table, or what :func:`mousaic.load_images` returned.
        ks: the numbers to try (default: those of :data:`mousaic.analysis.choose.k_plan.KS` that the features and the
            images allow).
        folds: fewer where there are fewer groups.
        codes: how held-out images are coded: see :func:`mousaic.model.code_kinds.coder`.
        strict: treat every skipped file as an error.
        keep: a folder for what is done already, where a rerun finds it.
        crew: who does the tasks.
        say: told what a person should know, one thing after another.
        tell: told of each k and fold when it is done.
        stage: told how far reading and trainings are.
        options: any option of :mod:`mousaic.config` but k; ``members`` is 1 unless given.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    if "k" in options:
        raise MousaicError("Several k are tried here: name them with --ks 10,20,50, say, instead of --k.")
    wanted = {"members": 1} | with_vector_defaults(data, options) | {"k": 1}
    config = _of_one_place(concrete(config_for(preset, **wanted)))
    check_given(options, config)
    choose_device(config.training.device)
    check_codes(codes)
    if ks is not None:
        check_ks(ks, config.model.features)
    tell_read = counted(stage, told("stage_reading"))
    read = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict, progress=tell_read)
    tried = check_ks(ks, config.model.features, read.D)
    images, left_out = read.with_r()
    possible = possible_folds(images.groups, folds)
    say(read.intake.said())
    plan = make_folds(images.labels, images.groups, possible, 1, config.training.seed)
    leaks = find_leaks(images, plan)
    notes = tuple(note for note in (folds_note(folds, possible), leaks.finding(), left_out) if note is not None)
    for note in notes:
        say(note)
    trials = Trials(images, tuple(plan), tuple(tried), config, codes)
    scores, rows = _measure(trials, keep, crew, tell, stage)
    settings = _settings(images, possible, preset, config, codes)
    return _conclude(images, plan, scores, rows, settings, notes, leaks)


def _settings(images: ImageSet, folds: int, preset: str, config: Config, codes: str) -> dict[str, Any]:
    """What was tried on what, for the files."""
    return {
        "images": len(images),
        "groups": len(set(images.groups)),
        "folds": folds,
        "size": list(images.shape),
        "preset": preset,
        "features": config.model.features,
        "members": config.model.members,
        "epochs": config.training.epochs,
        "seed": config.training.seed,
        "codes": config.model.sparsity if codes == "own" else codes,
    }


def _of_one_place(config: Config) -> Config:
    """The same parameters, where features have one place each."""
    if config.model.model == "conv":
        raise MousaicError(
            "Choosing k compares features that have one place each, which filters have not: leave out --model conv, or "
            "give its --k to mousaic compare."
        )
    return config


def _measure(
    trials: Trials, keep: Path | None, crew: Crew, tell: Callable[[Done], None], stage: Stage
) -> tuple[list[OfK], list[Row]]:
    """Every k through every fold."""
    groups, seed, folds = trials.images.groups, trials.config.training.seed, len(trials.plan)

    def told_of(done: Finished[Trial, KScored]) -> None:
        r = float(done.result.r.mean())
        tell(Done(done.task.k, done.task.fold, folds, r, done.seconds, done.left, done.number, done.tasks))

    found = results_of(work_of(trials), kept_trials_of(keep, trials), crew, told_of, stage)
    scores, rows = [], []
    starts: list[Dictionary] = []
    for k in trials.ks:
        of_k = trials.scores(k)
        for fold in trials.plan:
            of_k.take(fold, next(found))
        starts = starts or [_start(trials, place) for place in range(folds)]
        rows.append(of_k.row(groups, starts, seed))
        scores.append(of_k)
    return scores, rows


def _start(trials: Trials, place: int) -> Dictionary:
    """The first member of a fold before training, whatever k."""
    turn = trials.turn(place)
    start: Dictionary = untrained_members(turn.learned_from, turn.own(trials.config)).atoms(0).cpu().numpy()
    return start


def _conclude(
    images: ImageSet, plan: Sequence[Fold], scores: Sequence[OfK], rows: Sequence[Row], settings: dict[str, Any],
    notes: tuple[Said, ...], leaks: Leaks,
) -> ChosenK:  # fmt: skip
    """Apply the rule; then look at how many features the images use in the models with the chosen k."""
    choice = one_standard_error([of_k.error for of_k in scores], images.groups)
    chosen = scores[choice.chosen]
    used = k_used(
        chosen.left, chosen.adaptive, float(np.median(chosen.share_left)), images.labels, images.units,
        fold_numbers(tuple(plan)), images.class_names, settings["seed"],
    )  # fmt: skip
    errors = {of_k.k: of_k.error for of_k in scores}
    said = tuple(beside_p(one, images.independence) for one in sentences(rows, choice, used))
    labels = tuple(images.class_names[label] if label >= 0 else "" for label in images.labels)
    return ChosenK(chosen.k, said, tuple(rows), choice, used, notes, settings, leaks, images.paths, labels, errors)
