"""Which features are shown: those found best and worst in other runs, each with its like from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.stability.agreement import FoundAgain
from mousaic.analysis.stability.independent_training import Learned
from mousaic.arrays import Dictionary, Ints, Living, Singles
from mousaic.stats.dictionary_matching import cosines, unit_features

SHOWN, OTHERS = 6, 4
"""Features at each end, and independent runs beside each."""


class Example(NamedTuple):
    """One feature and what is most like it in other runs."""

    member: int
    feature: int
    cosine: float
    """Mean over all independent runs of the best |cosine|."""
    found: int
    """In how many of them it is found again."""
    untrained: int
    """In how many of them its start was, among the starts there."""
    picture: Dictionary
    """(D,) the feature."""
    others: Dictionary
    """(n, D) the most similar living feature of the first n runs, its sign turned to the feature's."""
    cosines: Singles
    """(n,) |cosine| of each."""


def choose_examples(
    dictionary: Dictionary,
    living: Living,
    found: FoundAgain,
    threshold: float,
    runs: Sequence[Callable[[], Learned]],
    untrained: Ints,
) -> tuple[list[Example], list[Example]]:
    """The living features that are found best, best first, and worst, worst first.

    Of features of the run that would count as one another (|cosine| of the threshold or more) the better found
    one stands for all, so that five members' copies of one feature do not fill the sheet.

    Args:
        dictionary: (M, H, D).
        living: (M, H).
        found: in the R runs.
        untrained: (M, H) in how many of them each was found before the first step.
    """
    score = found.cosine.mean(-1, dtype=np.float64)
    order = [int(i) for i in np.argsort(-score, axis=None, kind="stable") if living.flat[i]]
    flat = dictionary.reshape(-1, dictionary.shape[-1])
    best: list[int] = []
    for i in order:
        if len(best) == SHOWN:
            break
        if not best or cosines(flat[[i]], flat[best]).max() < threshold:
            best.append(i)
    worst = [i for i in reversed(order) if i not in best][:SHOWN]
    chosen = best + worst
    shown = [load() for load in runs[:OTHERS]]
    made = []
    for i in chosen:
        member, feature = divmod(i, dictionary.shape[1])
        near, cosine = found.feature[member, feature, : len(shown)], found.cosine[member, feature]
        others = [_alike(run.dictionary[place], flat[i]) for run, place in zip(shown, near, strict=True) if place >= 0]
        made.append(
            Example(
                member, feature, float(score.flat[i]), int((cosine >= threshold).sum()),
                int(untrained.flat[i]), flat[i].copy(),
                np.stack(others) if others else flat[:0], cosine[: len(shown)][near >= 0],
            )
        )  # fmt: skip
    return made[: len(best)], made[len(best) :]


def _alike(other: Singles, feature: Singles) -> Singles:
    """The other feature, turned over where it points the other way."""
    return -other if float(unit_features(other) @ unit_features(feature)) < 0 else other
