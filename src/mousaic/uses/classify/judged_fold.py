"""One fold's turn: features learned from its training part, every classifier on them, what is told of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mousaic.analysis.cross_validation import Turn, inner_folds
from mousaic.arrays import Floats, Mask
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold
from mousaic.stats.dealt_values import Dealt
from mousaic.uses.classify.classifiers import CLASSIFIERS, Model, Told
from mousaic.uses.classify.deciding_parts import DecidingParts, deciding_parts, nothing_decides
from mousaic.uses.classify.outcome import Outcome
from mousaic.uses.classify.recommended import recommended_linear, recommended_model
from mousaic.uses.classify.regressors import REGRESSORS
from mousaic.uses.classify.representations import MADE_OF, RECOMMENDED, learn, represent
from mousaic.uses.classify.standard_space import beside, learn_space
from mousaic.uses.classify.unlike import nearest


@dataclass(frozen=True)
class Study:
    """All that a fold's result follows from.

    Attributes:
        images: N originals, all of which have an outcome; their labels are its strata, which folds keep in proportion.
        outcome: what is to be told of them.
        config: of trainings inside folds.
        representations: names of :data:`mousaic.uses.classify.representations.MADE_OF`, the recommended one first.
        plan: the folds of all repeats.
        dealt: outcomes dealt anew, which the folds of the first repeat learn as well.
    """

    images: ImageSet
    outcome: Outcome
    config: Config
    representations: tuple[str, ...]
    plan: tuple[Fold, ...]
    dealt: Dealt

    @property
    def models(self) -> dict[str, Model]:
        """By name."""
        return CLASSIFIERS if self.outcome.kind == "classes" else REGRESSORS

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Representation and model of each line of the table; the recommended one is the first."""
        others = [name for name in self.representations if name != RECOMMENDED]
        return [(RECOMMENDED, next(iter(self.models))), *((name, model) for name in others for model in self.models)]


class Judged(NamedTuple):
    """What a fold found out of its h held-out images."""

    outputs: Floats
    """(rows, h, C): probabilities of the classes, or (rows, h, 1) the number."""
    dealt: Floats
    """(P, h): what the recommended model says where it learned dealt outcomes: classes, or numbers; P = 0 after the
    first repeat."""
    distance: Floats
    """(h,): to the nearest training image."""
    deciding: DecidingParts
    """The parts that decide in this fold, and where they are in all images."""


def judge_fold(study: Study, turn: Turn) -> Judged:
    """Learn and tell; nothing but the training part is learned from.

    What classifiers settle by inner folds they settle on features of the whole training part: these saw no labels.
    """
    images, outcome, held = study.images, study.outcome, turn.fold.held_out
    learned = learn(turn.learned_from, turn.own(study.config), study.representations)
    blocks = represent(learned, images.pixels, study.representations)
    inner = [fold.held_out for fold in inner_folds(turn.learned_from, turn.seed)]
    outputs = []
    for name in study.representations:
        space = learn_space(blocks, MADE_OF[name], ~held)
        x = space.turned(beside(blocks, MADE_OF[name]))
        told = Told(x[~held], outcome.values[~held], outcome.columns, inner)
        models: Mapping[str, Model] = study.models
        if name == RECOMMENDED:
            model = recommended_model(outcome.kind)
            models = {"": model}
            dealt = _dealt(study, turn.fold, model, told, x[held])
            seen = space.seen(beside(blocks, MADE_OF[name]))
            distance = nearest(seen[held], seen[~held])
            deciding = nothing_decides(len(images))
            if learned.parts is not None:
                weight = recommended_linear(outcome.kind, told).weight @ space.turn
                deciding = deciding_parts(learned.parts, blocks["presences"], blocks["places"], weight, seen[~held])
        outputs += [model(told, x[held]) for model in models.values()]
    return Judged(np.stack(outputs), dealt, distance, deciding)


def _dealt(study: Study, fold: Fold, model: Model, told: Told, new: Floats) -> Floats:
    """(P, h)."""
    if fold.repeat:
        return np.zeros((0, len(new)))
    train: Mask = ~fold.held_out
    found = [model(told._replace(values=values[train]), new) for values in study.dealt.values]
    said = [one.argmax(1).astype(np.float64) if study.outcome.kind == "classes" else one[:, 0] for one in found]
    return np.stack(said) if said else np.zeros((0, len(new)))
