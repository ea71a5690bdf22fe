"""Trivial properties of images that could pass for findings: do they tell the classes apart, do features follow them?

A class that was photographed in brighter light is told apart by brightness, and a feature that follows the brightness
then "finds" the class. Whoever reads a class feature must know.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence, activations
from mousaic.analysis.features.response import responses
from mousaic.arrays import Flags, Floats, ImageValues, Ints, Labels
from mousaic.images.image_set import ImageSet
from mousaic.images.names import natural_key
from mousaic.memory import row_blocks
from mousaic.stats.mean_ranks import mean_ranks
from mousaic.stats.permutation import PERMUTATIONS, permutation_test

FOLLOWS, FOLLOWS_WITHIN = 0.7, 0.35
"""|r| over all images, and |r| within the classes, from which a feature is said to follow a property. The second is
asked for because a property that differs between the classes correlates with every feature that does so, too."""


class Follows(NamedTuple):
    """One feature beside one property."""

    name: str
    r: float
    """Over all images."""
    within: float
    """Within the classes."""
    follows: bool
    """Whether by :data:`FOLLOWS` and :data:`FOLLOWS_WITHIN` the feature follows the property."""


class Shortcuts(NamedTuple):
    """P properties of N images; those that are the same for all images are left out."""

    names: tuple[str, ...]
    """(P,): of brightness, contrast, border, sharpness, file_size and file_order."""
    values: Floats
    """(N, P): see :func:`image_properties`."""
    auc: Floats
    """(P,): how well the property orders the class ``best_class`` above the others, 0 to 1; 0.5 is not at all, and 0.1
    is as telling as 0.9. Units (groups) count, not images. 0.5 where there are fewer than two classes."""
    p: Floats
    """(P,): two-sided permutation test on ranks; 1 where there are fewer than two classes."""
    p_family: Floats
    """(P,): corrected for having looked at all of the properties (max-T)."""
    best_class: Ints
    """(P,): the class that stands out, as numbered in the image set; -1 where there are fewer than two."""
    features: Floats
    """(M, H, P): Pearson r over all images between the property and each feature's activation or response (see
    :mod:`mousaic.analysis.features.response`), whichever follows it more closely; 0 for a feature that never fires."""

    within: Floats
    """(M, H, P): the same r after the class means were taken off both."""

    def closest(self, member: int, feature: int) -> Follows:
        """The property that a feature follows; if it follows none, the one that it comes closest to within classes."""
        if not self.names:
            return Follows("", 0.0, 0.0, False)
        r, within = self.features[member, feature], self.within[member, feature]
        follows = (np.abs(r) >= FOLLOWS) & (np.abs(within) >= FOLLOWS_WITHIN) & (r * within > 0)
        strongest = int(np.where(follows, 2 + np.abs(r), np.abs(within)).argmax())
        return Follows(self.names[strongest], float(r[strongest]), float(within[strongest]), bool(follows.any()))


def shortcuts(evidence: Evidence, seed: int = 0, permutations: int = PERMUTATIONS) -> Shortcuts:
    """Test every property against the classes, and correlate it with every feature."""
    found = image_properties(evidence.images)
    names = tuple(name for name, values in found.items() if np.ptp(values) > 1e-9 * max(1.0, np.abs(values).max()))
    values = np.stack([found[name] for name in names], 1) if names else np.zeros((len(evidence.images), 0))
    units = evidence.units
    auc, p = np.full(len(names), 0.5), np.ones(len(names))
    p_family, best = p.copy(), np.full(len(names), -1, dtype=np.int64)
    if len(units.classes) > 1 and names:
        ranks = mean_ranks(units.means(values))
        tested = permutation_test([ranks], units, permutations, seed)
        p, p_family, best = tested.p, tested.family(), tested.observed.best_class
        auc = np.array([_auc(ranks[:, i], units.label == units.classes.index(int(c))) for i, c in enumerate(best)])
    return Shortcuts(names, values, auc, p, p_family, best, *_follow(evidence, values))


def image_properties(images: ImageSet) -> dict[str, Floats]:
    """The properties by name, each (N,).

    Of the prepared image (channels averaged, pixels 0 to 1): ``brightness`` its mean, ``contrast`` its standard
    deviation, ``border`` the mean of its outermost sixteenth on every side, ``sharpness`` the variance of its Laplacian
    (Pech-Pacheco et al. 2000). Of the file: ``file_size`` in bytes (left out where a file is no longer there), and
    ``file_order``, the place of its name among all names whatever their folders, which stands for when it was taken.
    Vectors have none of them.
    """
    if not images.shape.is_grid:
        return {}
    looks = [_looks(images.pixels[part].mean(1, dtype=np.float64)) for part in row_blocks(len(images), images.D)]
    found = {name: np.concatenate([one[name] for one in looks]) for name in looks[0]}
    root = images.root
    if root is not None:
        with suppress(OSError):
            found["file_size"] = np.array([os.stat(root / path).st_size for path in images.paths], dtype=np.float64)
    keys = [natural_key(path.rsplit("/", 1)[-1])[0] for path in images.paths]
    places = {str(key): i for i, key in enumerate(sorted(keys))}
    found["file_order"] = np.array([places[str(key)] for key in keys], dtype=np.float64)
    return found


def _looks(grey: Floats) -> dict[str, Floats]:
    """What grey images (n, h, w) alone tell."""
    return {
        "brightness": grey.mean((1, 2)),
        "contrast": grey.std((1, 2)),
        "border": _border(grey),
        "sharpness": _laplacian(grey).var((1, 2)),
    }


def _border(grey: Floats) -> Floats:
    height, width = grey.shape[1:]
    down, across = max(1, height // 16), max(1, width // 16)
    inside = np.zeros((height, width), dtype=bool)
    inside[down : height - down, across : width - across] = True
    mean: Floats = grey[:, ~inside].mean(1)
    return mean


def _laplacian(grey: Floats) -> Floats:
    """The sum of the four neighbours less four times the pixel, inside the image: (N, h - 2, w - 2)."""
    middle = grey[:, 1:-1, 1:-1]
    around: Floats = grey[:, :-2, 1:-1] + grey[:, 2:, 1:-1] + grey[:, 1:-1, :-2] + grey[:, 1:-1, 2:]
    return around - 4 * middle


def _auc(ranks: Floats, mine: Flags) -> float:
    """The chance that a unit of the class ranks above one of the others, ties counting half (Mann-Whitney)."""
    n = int(mine.sum())
    others = len(mine) - n
    return float((ranks[mine].sum() - n * (n + 1) / 2) / (n * others))


def _follow(evidence: Evidence, values: Floats) -> tuple[Floats, Floats]:
    """Correlation of every feature with every property, over all images and within classes: (M, H, P) both."""
    shape = (evidence.members, evidence.features, values.shape[1])
    overall, within = np.zeros(shape), np.zeros(shape)
    labels = evidence.images.labels
    for m in range(evidence.members):
        alive = np.unique(evidence.codes.indices[:, m][evidence.codes.values[:, m] != 0])
        for some in (alive[part] for part in row_blocks(len(alive), len(labels))):
            sides = [activations(evidence.codes, m, some), responses(evidence, m, some)]
            r = np.stack([_unit(side).T @ _unit(values) for side in sides])
            inside = np.stack([_unit(_within(side, labels)).T @ _unit(_within(values, labels)) for side in sides])
            closer = np.abs(r).argmax(0)[None]
            overall[m, some] = np.take_along_axis(r, closer, 0)[0]
            within[m, some] = np.take_along_axis(inside, closer, 0)[0]
    return overall, within


def _within(columns: ImageValues, labels: Labels) -> ImageValues:
    """Columns (N, F) less the mean of each class; images without a label count as one more class."""
    left = columns.copy()
    for label in np.unique(labels):
        left[labels == label] -= columns[labels == label].mean(0)
    return left


def _unit(columns: Floats) -> Floats:
    """Columns less their mean, of length 1; constant ones (up to rounding) 0."""
    centred = columns - columns.mean(0)
    lengths = np.linalg.norm(centred, axis=0)
    real = lengths > 1e-6 * np.linalg.norm(columns, axis=0)
    unit: Floats = np.divide(centred, lengths, out=np.zeros_like(centred), where=real & (lengths > 0))
    return unit
