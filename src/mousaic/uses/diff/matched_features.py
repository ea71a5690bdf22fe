"""Features of two runs matched one to one, beside the same of their starts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Singles
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.model.member_parts import LINEAR_DECODER, LINEAR_ENCODER
from mousaic.runs.applied import encode_images
from mousaic.runs.one_training import check_one_training
from mousaic.runs.run import Run
from mousaic.stats.dictionary_matching import cosines, matched
from mousaic.training.fit import untrained_members
from mousaic.uses.diff.held_out_by_both import Side

ALIKE = 0.7
"""|cosine| from which two matched features count as the same."""


class Matching(NamedTuple):
    """The one-to-one matching of two dictionaries with the largest sum of |cosine|."""

    mean: float
    """|cosine| of matched features."""
    alike: int
    """Pairs that are the same."""


class MatchedFeatures(NamedTuple):
    """Of the features that fire on an image learned from, of all members together."""

    first: int
    second: int
    learned: Matching
    start: Matching | None
    """The same features before training; None where one training does not make a run again."""


def matched_features(first: Side, second: Side) -> MatchedFeatures | None:
    """None where members are not linear, or the images are of different shapes; or no feature fires."""
    if first.run.model.card.shape != second.run.model.card.shape or not all(map(_linear, (first.run, second.run))):
        return None
    sides = [_living(side) for side in (first, second)]
    if not all(living.any() for living in sides):
        return None
    learned = [
        side.run.model.ensemble.gallery().numpy()[living] for side, living in zip((first, second), sides, strict=True)
    ]
    try:
        start = _match(*(_start(side)[living] for side, living in zip((first, second), sides, strict=True)))
    except MousaicError:
        start = None
    return MatchedFeatures(len(learned[0]), len(learned[1]), _match(*learned), start)


def _linear(run: Run) -> bool:
    able = run.model.ensemble.capabilities
    return {LINEAR_ENCODER, LINEAR_DECODER} <= able and run.model.card.placing is None and run.model.card.mixed is None


def _trained_on(side: Side) -> ImageSet:
    return side.images.subset([i for i, row in enumerate(side.run.split) if row.part == "train"])


def _living(side: Side) -> Flags:
    """(M, H): the features that fire on an image learned from."""
    card, codes = side.run.model.card, encode_images(side.run.model, _trained_on(side))
    living = np.zeros((card.members, card.features), bool)
    image, member, place = np.nonzero(codes.values)
    living[member, codes.indices[image, member, place]] = True
    return living


def _start(side: Side) -> Singles:
    """(M, H, D): features before the first step."""
    check_one_training(side.run)
    started: Singles = untrained_members(_trained_on(side), side.run.config).to("cpu").gallery().numpy()
    return started


def _match(one: Singles, other: Singles) -> Matching:
    pairs = matched(cosines(one, other))
    return Matching(float(pairs.mean(dtype=np.float64)), int((pairs >= ALIKE).sum()))
