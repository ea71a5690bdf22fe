"""Classifiers that learn from one training part and tell the classes of images held out: probabilities by scikit-learn.

What each has to settle, a penalty or a number of neighbours, it settles by inner folds of the training part. All
classes weigh the same, whatever their numbers of images.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Ints
from mousaic.uses.classify.linear_models import STEPS, fit_logistic

STRENGTHS = (1.0, 10.0, 100.0, 1000.0)
"""C of the linear ones: the mildest first, of images whose mean squared length is 1."""
NEIGHBOURS = (15, 9, 5, 3, 1)


class Told(NamedTuple):
    """A training part as a classifier sees it."""

    x: Floats
    """(n, F)"""
    values: Ints | Floats
    """(n,): classes, or numbers."""
    classes: int
    inner: Sequence[Flags]
    """(n,) each: what an inner fold holds out. None of them: nothing can be held out."""


Model = Callable[[Told, Floats], Floats]
"""Learns, and tells new images (m, F): (m, C) probabilities, or (m, 1) numbers."""
Fit = Callable[[Told, float, Floats], Floats]
"""The same with what is to be settled given."""


def logistic(told: Told, new: Floats) -> Floats:
    """Logistic regression."""
    return _logistic(told, settled(told, STRENGTHS, _logistic, _loss), new)


def neighbours(told: Told, new: Floats) -> Floats:
    """The share of each class among the nearest training images, each class by how many images it has."""
    return _neighbours(told, settled(told, NEIGHBOURS, _neighbours, _loss), new)


def svm(told: Told, new: Floats) -> Floats:
    """A linear support vector machine, whose distances from the border a logistic regression turns into probabilities:
    learned from those of the inner folds (Platt 1999)."""
    strength = settled(told, STRENGTHS, _svm_scores, _wrong)
    scores, seen = held_out_scores(told, strength, _svm_scores)
    if not seen.any():
        scores, seen = _svm_scores(told, strength, told.x), np.ones(len(told.x), bool)
    scale = fit_logistic(scores[seen], np.asarray(told.values)[seen].astype(np.int64), told.classes, 1.0)
    return scale.probabilities(_svm_scores(told, strength, new))


CLASSIFIERS: dict[str, Model] = {"logistic": logistic, "neighbours": neighbours, "svm": svm}


def settled(told: Told, choices: Sequence[float], fit: Fit, loss: Callable[[Floats, Told, Flags], float]) -> float:
    """The choice with the least loss on inner folds; of equals the first, the mildest. Without folds the middle one."""
    if not len(told.inner):
        return choices[len(choices) // 2]
    losses = []
    for choice in choices:
        found, seen = held_out_scores(told, choice, fit)
        losses.append(loss(found, told, seen))
    return choices[int(np.argmin(np.round(losses, 9)))]


def held_out_scores(told: Told, choice: float, fit: Fit) -> tuple[Floats, Flags]:
    """What ``fit`` says of each training image when its inner fold is held out, (n, C), and which were held out."""
    seen = np.zeros(len(told.x), bool)
    found: Floats | None = None
    for held in told.inner:
        part = Told(told.x[~held], told.values[~held], told.classes, ())
        one = fit(part, choice, told.x[held])
        found = np.zeros((len(told.x), one.shape[1])) if found is None else found
        found[held], seen = one, seen | held
    return np.zeros((len(told.x), told.classes)) if found is None else found, seen


def _logistic(told: Told, strength: float, new: Floats) -> Floats:
    labels = np.asarray(told.values).astype(np.int64)
    return fit_logistic(told.x, labels, told.classes, strength).probabilities(new)


def _neighbours(told: Told, count: float, new: Floats) -> Floats:
    from sklearn.neighbors import KNeighborsClassifier  # type: ignore[import-untyped]

    labels = np.asarray(told.values).astype(np.int64)
    model = KNeighborsClassifier(min(int(count), len(labels))).fit(told.x, labels)
    votes = np.zeros((len(new), told.classes))
    votes[:, model.classes_] = model.predict_proba(new)
    share = np.bincount(labels, minlength=told.classes) / len(labels)
    weighed = votes / np.where(share > 0, share, 1.0)
    found: Floats = weighed / weighed.sum(1, keepdims=True)
    return found


def _svm_scores(told: Told, strength: float, new: Floats) -> Floats:
    """(m, C): distances from the border of each class; one of them is -1 times the other of two classes."""
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    labels = np.asarray(told.values).astype(np.int64)
    known = np.unique(labels)
    scores = np.zeros((len(new), told.classes))
    if len(known) < 2:
        scores[:, known] = 1.0
        return scores
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scikit-learn, on steps that do not suffice
        model = LinearSVC(C=strength, class_weight="balanced", max_iter=STEPS, random_state=0).fit(told.x, labels)
        found = model.decision_function(new)
    scores[:, known] = np.stack([-found, found], axis=1) if len(known) == 2 else found
    return scores


def _loss(probabilities: Floats, told: Told, seen: Flags) -> float:
    """Brier score in which all classes weigh the same."""
    labels = np.asarray(told.values).astype(np.int64)[seen]
    off = np.square(probabilities[seen] - (labels[:, None] == np.arange(told.classes))).sum(1)
    return float(np.mean([off[labels == label].mean() for label in np.unique(labels)]))


def _wrong(scores: Floats, told: Told, seen: Flags) -> float:
    """1 - balanced accuracy."""
    labels = np.asarray(told.values).astype(np.int64)[seen]
    missed = scores[seen].argmax(1) != labels
    return float(np.mean([missed[labels == label].mean() for label in np.unique(labels)]))
