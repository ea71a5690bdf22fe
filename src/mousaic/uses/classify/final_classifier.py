"""The recommended model learned from all images: what is kept, what tells new images, and whose parts are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.cross_validation import inner_folds
from mousaic.analysis.parts.part_findings import PartFindings, findings_of
from mousaic.analysis.parts.part_set import PartSet
from mousaic.arrays import Floats, Ints, Pixels
from mousaic.uses.classify.classifiers import Told
from mousaic.uses.classify.deciding_parts import DecidingParts, chosen_again, deciding_parts
from mousaic.uses.classify.judged_fold import Judged, Study
from mousaic.uses.classify.linear_models import Linear
from mousaic.uses.classify.outcome import Kind
from mousaic.uses.classify.recommended import recommended_linear
from mousaic.uses.classify.representations import MADE_OF, RECOMMENDED, Learned, learn, represent
from mousaic.uses.classify.standard_space import beside, learn_space
from mousaic.uses.classify.unlike import nearest, unlike_p

MOST_SEEN = 1000
"""Training images, evenly of all, that new ones are held against."""


class Final(NamedTuple):
    """The recommended model. All that it is are arrays."""

    kind: Kind
    parts: PartSet | None
    mean: Floats
    """(F,)"""
    scale: Floats
    """(F,)"""
    linear: Linear
    """On the F numbers, centred and scaled."""
    seen: Floats
    """(n, F): training images, centred and scaled."""
    held_out: Floats
    """(N,): distances of images that were held out."""
    errors: Floats
    """(N,): |error| of the number of each image held out; empty of classes."""
    deciding: Deciding | None

    def tell(self, pixels: Pixels) -> Predicted:
        """What it says of images (n, C, rows, columns) prepared as the training images were."""
        blocks = represent(Learned(self.parts), pixels, [RECOMMENDED])
        x = (beside(blocks, MADE_OF[RECOMMENDED]) - self.mean) * self.scale
        outputs = self.linear.probabilities(x) if self.kind == "classes" else self.linear.scores(x)
        return Predicted(outputs, unlike_p(nearest(x, self.seen), self.held_out))

    @property
    def margin(self) -> float:
        """Of a number: 95 % of images held out are no further off; infinite where they are too few to say."""
        rank = int(np.ceil(0.95 * (len(self.errors) + 1)))
        return float(np.sort(self.errors)[rank - 1]) if rank <= len(self.errors) else float("inf")


class Predicted(NamedTuple):
    """Of n images."""

    outputs: Floats
    """(n, C): probabilities, or (n, 1) the number."""
    unlike: Floats
    """(n,): p of :mod:`mousaic.uses.classify.unlike`."""


class Deciding(NamedTuple):
    """The parts that decide in the model of all images."""

    findings: PartFindings
    """All parts, as they are found in the images."""
    chosen: DecidingParts
    folds: Ints
    """(K,): in how many folds the part was one of those that decide."""
    of: int
    """Folds in all."""


def learn_final(study: Study, judged: Sequence[Judged]) -> Final:
    """Learn from all images; how unlike an image is, and how far off a number, is told by what folds held out."""
    images, outcome, seed = study.images, study.outcome, study.config.training.seed
    learned = learn(images, study.config, [RECOMMENDED], chance=True)
    blocks = represent(learned, images.pixels, [RECOMMENDED])
    every = np.ones(len(images), bool)
    space = learn_space(blocks, MADE_OF[RECOMMENDED], every)
    values = beside(blocks, MADE_OF[RECOMMENDED])
    inner = [fold.held_out for fold in inner_folds(images, seed)]
    linear = recommended_linear(outcome.kind, Told(space.turned(values), outcome.values, outcome.columns, inner))
    whole, seen = Linear(linear.weight @ space.turn, linear.bias), space.seen(values)
    distance, errors = np.zeros(len(images)), np.zeros(len(images))
    for fold, one in zip(study.plan, judged, strict=True):
        if fold.repeat == 0:
            distance[fold.held_out] = one.distance
            errors[fold.held_out] = np.abs(one.outputs[0, :, 0] - outcome.values[fold.held_out])
    deciding = None
    if learned.parts is not None:
        chosen = deciding_parts(learned.parts, blocks["presences"], blocks["places"], whole.weight, seen)
        folds = chosen_again(chosen, [one.deciding for one in judged])
        deciding = Deciding(findings_of(learned.parts, images), chosen, folds, len(judged))
    some = np.unique(np.linspace(0, len(images) - 1, min(MOST_SEEN, len(images))).round().astype(int))
    return Final(
        outcome.kind, learned.parts, space.mean, space.scale, whole, seen[some], distance,
        errors if outcome.kind == "numbers" else np.zeros(0), deciding,
    )  # fmt: skip
