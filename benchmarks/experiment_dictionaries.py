"""What a dictionary's features look like, and how far dictionaries of other folds and other members agree."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import torch

from mousaic.analysis.evidence import evidence_of
from mousaic.analysis.features.coverage import coverage
from mousaic.analysis.features.feature_shape import KINDS, feature_shape
from mousaic.analysis.features.redundancy import redundancy
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import firing_rates
from mousaic.model.store import Model, card_of
from mousaic.stats.dictionary_matching import cosines, pw_mcc, pw_mcc_living

JUDGED = 2
"""Members of each training whose features are compared with those of other folds."""
COVERED = 0.5
"""A pixel is covered where the density of structure is at least half of what an even spread would give."""


def feature_figures(ensemble: Ensemble, images: ImageSet, config: Config) -> dict[str, float]:
    """Of one member's features that fire on these images: kinds, redundancy, coverage; and how many do not."""
    card = card_of(ensemble, images.shape, config.images)
    mean = torch.from_numpy(images.pixels).flatten(1).mean(0)
    evidence = evidence_of(Model(ensemble, card, mean), images, ("train",) * len(images))
    living = ~evidence.dead
    kind = feature_shape(ensemble, images.shape).kind[living]
    alike, spread = redundancy(evidence), coverage(evidence)
    shares = {name: float((kind == name).mean()) if len(kind) else 0.0 for name in KINDS}
    return shares | {
        "dead": float(evidence.dead.mean()),
        "living": float(living.sum(1).mean()),
        "nearest": alike.median,
        "twins": alike.twins,
        "chance": float(np.median(alike.chance)) if len(alike.chance) else 0.0,
        "half": spread.half,
        "covered": float((spread.density >= COVERED).mean()),
    }


class Dictionaries:
    """The dictionaries of all folds, by name of how they came about."""

    def __init__(self) -> None:
        self._kept: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
        self._within: dict[str, list[dict[str, float]]] = {}

    def add(self, name: str, ensemble: Ensemble, x: np.ndarray) -> None:
        """The members of one fold, and the originals (n, D) that they learned from."""
        living = firing_rates(ensemble, torch.from_numpy(x)).numpy() > 0
        rows = ensemble.dictionary().numpy()
        self._kept.setdefault(name, []).append((rows[:JUDGED].copy(), living[:JUDGED]))
        if ensemble.members > 1:
            self._within.setdefault(name, []).append(_within(ensemble, rows, living, x))

    def figures(self) -> dict[str, Any]:
        """PW-MCC between folds, of all features and of living ones; and what members of one training share.

        Each with the mean, least and most over pairs of neighbouring folds, or over folds, and all of them.
        """
        found: dict[str, Any] = {}
        for name, folds in self._kept.items():
            pairs = [_pair(one, other) for one, other in zip(folds, folds[1:] + folds[:1], strict=True)]
            found[name] = spread(pairs[:1] if len(folds) == 2 else pairs)
            if name in self._within:
                found[name] |= spread(self._within[name])
        return found


def _pair(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> dict[str, float]:
    """Neighbouring folds, member by member."""
    every, living = [], []
    for row, alive, other_row, other_alive in zip(*one, *other, strict=True):
        cosine = cosines(row, other_row)
        every.append(pw_mcc(cosine))
        living.append(pw_mcc_living(cosine, alive, other_alive))
    return {"folds": float(np.mean(every)), "folds_living": float(np.nanmean(living))}


@torch.no_grad()
def _within(ensemble: Ensemble, rows: np.ndarray, living: np.ndarray, x: np.ndarray) -> dict[str, float]:
    """How far members of one training agree: in the features that fire in both, in features of the same number, in
    which features an image uses, and in the values that it gives them."""
    cosine = cosines(rows[0], rows[1])
    codes = ensemble.encode(torch.from_numpy(x)).dense(ensemble.features).numpy()
    shared, alike = [], []
    for i, j in combinations(range(ensemble.members), 2):
        both, either = (codes[i] != 0) & (codes[j] != 0), (codes[i] != 0) | (codes[j] != 0)
        shared.append(float((both.sum(1) / np.maximum(either.sum(1), 1)).mean()))
        alike.append(float(np.corrcoef(codes[i].ravel(), codes[j].ravel())[0, 1]))
    return {
        "members_living": pw_mcc_living(cosine, living[0], living[1]),
        "members_same_number": float(np.diag(cosine).mean()),
        "codes_shared": float(np.mean(shared)),
        "codes_alike": float(np.mean(alike)),
    }


def spread(rows: list[dict[str, float]]) -> dict[str, dict[str, Any]]:
    """Of each column the mean, the least and the most, and every value."""
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    return {
        name: {
            "mean": float(values.mean()), "low": float(values.min()), "high": float(values.max()),
            "each": values.round(5).tolist(),
        }
        for name, values in columns.items()
    }  # fmt: skip
