"""Can a simple classifier tell the class of an image from its code, and would it with labels dealt at random?

A ridge regression on class indicators, whose predictions are linear in the labels: one matrix for each fold serves the
real labels and all dealt ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Ints, Labels, Mask, Reals, Whole
from mousaic.stats.exchangeable_units import Units

DEALS = 500
"""Labelings behind the null."""
RIDGE = 1.0
"""Penalty, as a multiple of the mean squared length of a mean-free training code: strong, as there are far more
features than images."""


class Decoding(NamedTuple):
    """Balanced accuracy: the mean over classes of the share of a class's held-out images that are recognised."""

    accuracy: float
    """0 to 1."""
    chance: float
    """Mean of the same with labels dealt at random."""
    chance_high: float
    """What 5 % of the dealt labelings exceed."""
    p: float
    """Share of labelings that do at least as well, the real one counted among them (one-sided)."""


class Decoder:
    """Collects the predictions of all folds, for the real labels and for those dealt.

    Groups are dealt whole and within the fold that holds them out, since the folds keep the classes in proportion.
    """

    def __init__(self, labels: Labels, groups: tuple[str, ...], fold_of: Whole, seed: int) -> None:
        """All arrays (N,); label -1 is an image without one, which is neither learned from nor judged."""
        units = Units(labels, groups, [str(fold) for fold in fold_of])
        self.classes = len(units.classes)
        self.known = units.of_image >= 0
        self.labels = np.full((1, len(labels)), -1, np.int64)
        if self.classes > 1:
            dealt = np.concatenate([units.label[None], units.deal(DEALS, seed)])
            # (1 + P, N): first as they are, then dealt.
            self.labels = np.where(self.known, dealt[:, units.of_image], -1)
            self.exact = units.labelings <= DEALS
        self.hits = np.zeros(self.labels.shape, bool)

    def add(self, codes: Reals, held_out: Mask) -> None:
        """Learn from the codes (N, H) of the images not held out and predict the others."""
        self.take(self.hits_of(codes, held_out), held_out)

    def hits_of(self, codes: Reals, held_out: Mask) -> Flags:
        """(1 + P, h): whether each held-out image is recognised, for the real labels and for those dealt; (1, h) and
        False where there are fewer than two classes."""
        found = np.zeros((len(self.labels), int(held_out.sum())), bool)
        train, held = ~held_out & self.known, held_out & self.known
        if self.classes < 2 or not train.any() or not held.any():
            return found
        predict = ridge_operator(codes[train], codes[held])
        for number, labels in enumerate(self.labels):
            found[number, held[held_out]] = predicted(predict, labels[train], self.classes) == labels[held]
        return found

    def take(self, hits: Flags, held_out: Mask) -> None:
        """Take in what :meth:`hits_of` found."""
        self.hits[:, held_out] = hits

    def result(self) -> Decoding | None:
        """None where there are fewer than two classes."""
        if self.classes < 2:
            return None
        shares = []
        for label in range(self.classes):
            mine = self.labels == label
            shares.append((self.hits & mine).sum(1) / np.maximum(mine.sum(1), 1))
        accuracy = np.mean(shares, 0)
        null = accuracy[1:]
        more = int((null >= accuracy[0] - 1e-12).sum())
        p = more / len(null) if self.exact else (more + 1) / (len(null) + 1)
        high = float(np.quantile(null, 0.95, method="higher"))
        return Decoding(float(accuracy[0]), float(null.mean()), high, p)


def ridge_operator(train: Reals, held: Reals) -> Floats:
    """The matrix (h, n) that takes mean-free targets of the training codes (n, H) to scores of the held-out (h, H).

    The intercept is free: both sides are taken relative to the mean training code. In the dual form, which costs n^3
    and not H^3: held train' (train train' + penalty)^-1.
    """
    mean = train.mean(0, dtype=np.float64)
    a, b = train - mean, held - mean
    gram = a @ a.T
    penalty = RIDGE * float(np.trace(gram)) / len(gram)
    if penalty <= 0:  # all codes are equal: nothing can be told
        return np.zeros((len(b), len(a)))
    gram[np.diag_indices_from(gram)] += penalty
    operator: Floats = np.linalg.solve(gram, a @ b.T).T
    return operator


def predicted(operator: Floats, labels: Labels, classes: int) -> Ints:
    """The class of each held-out image: the largest score relative to the class's share of the training images.

    A score estimates by how much a class is likelier than its share. Dividing by the share gives each class the same
    weight, as balanced accuracy does; with two classes the sign decides.
    """
    share = np.bincount(labels, minlength=classes) / len(labels)
    targets = (labels[:, None] == np.arange(classes)) - share
    scores = operator @ targets
    relative = np.divide(scores, share, out=np.full_like(scores, -np.inf), where=share > 0)
    found: Ints = relative.argmax(1)
    return found
