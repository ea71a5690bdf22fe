"""A study of classes or numbers as tasks, its folds; and where their results are kept."""

from __future__ import annotations

from pathlib import Path

from mousaic.analysis.cross_validation import cross_validated
from mousaic.images.splits.folds import Fold
from mousaic.seeds import derive_seed
from mousaic.tasks.kept_results import KeptResults, digest
from mousaic.tasks.work import Share, Work
from mousaic.uses.classify.deciding_parts import DecidingParts
from mousaic.uses.classify.judged_fold import Judged, Study, judge_fold
from mousaic.uses.classify.representations import MADE_OF

FOLDER = "folds"


def work_of(study: Study) -> Work[Study, int, Judged]:
    """The folds, by their places in the plan; those of the first repeat learn dealt outcomes, too."""
    places = range(len(study.plan))
    return Work(judge, study, places, lambda place: study.plan[place].repeat > 0, study.config.training.threads)


def judge(study: Study, place: int, share: Share) -> Judged:
    """One fold."""
    seed = study.config.training.seed

    def seed_of(fold: Fold) -> int:
        return derive_seed(seed, "classify", fold.repeat, fold.number)

    return judge_fold(study, next(cross_validated(study.images, [study.plan[place]], seed_of)))


def kept_folds(folder: Path | None, study: Study) -> KeptResults[int, Judged]:
    """The results of a study's folds in a folder; None: nowhere."""

    def of_study() -> str:
        images, outcome = study.images, study.outcome
        said = [MADE_OF, study.representations, outcome.kind, outcome.classes, images.groups]
        return digest(study.config, said, images.pixels, outcome.values, study.dealt.values)

    def name(place: int) -> str:
        fold = study.plan[place]
        return f"{fold.repeat} {fold.number} {fold.held_out.tobytes().hex()}"

    return KeptResults(folder, of_study, name, (Judged, DecidingParts))
