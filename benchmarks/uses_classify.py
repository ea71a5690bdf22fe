"""How well classes are told of images held out, set by set, by every representation: half of ``benchmarks.uses``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.images import PLACES, read_images
from benchmarks.quality_sets import mice
from benchmarks.truth_sets import drawn
from benchmarks.unseen_sets import unseen_classes
from mousaic.analysis.cross_validation import with_seed
from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.uses.classify.classification import Classification, classify
from mousaic.uses.classify.representations import MADE_OF, RECOMMENDED
from mousaic.uses.classify.use_verdict import RIVALS

FOLDS = 5
PERMUTATIONS, PERMUTATIONS_OF_MANY, MANY = 99, 19, 100
"""Outcomes dealt anew; of sets of more images fewer."""
COLUMNS = (RECOMMENDED, "parts", "presences", "responses", "codes", "codes-omp", "start", "pca", "pixels", "light")


class LabelledSet(NamedTuple):
    """A set whose classes are to be told."""

    name: str
    load: Callable[[], ImageSet | None]
    """``None`` where this machine does not have it."""
    options: dict[str, Any]


def of_class(pixels: np.ndarray, labels: np.ndarray, count: int) -> ImageSet:
    """The first images (n, S, S), uint8, of every class, as many of each, ``count`` in all."""
    classes = np.unique(labels)
    first = [np.flatnonzero(labels == label)[: count // len(classes)] for label in classes]
    chosen = np.concatenate(first)
    return ImageSet.from_arrays(pixels[chosen], [str(label) for label in labels[chosen]])


def idx(name: str, count: int) -> Callable[[], ImageSet | None]:
    """Some images of a set that this machine may have."""
    return lambda: of_class(*read_images(PLACES[name]), count) if PLACES[name].is_file() else None


def digits(count: int) -> Callable[[], ImageSet]:
    """Handwritten digits of 8x8 that come with scikit-learn."""

    def load() -> ImageSet:
        from sklearn.datasets import load_digits  # type: ignore[import-untyped]

        found = load_digits()
        return of_class((found.images * 255 / 16).round().astype(np.uint8), found.target, count)

    return load


SMALL = {"size": 28, "k": 20}
"""Options of sets of 28x28."""
SETS = (
    LabelledSet("mice, 39", mice, {}),
    LabelledSet("synthetic mice, 39", lambda: drawn([0], 39).images, {}),
    LabelledSet("digits 8x8, 100", digits(100), {"size": 8, "k": 10}),
    LabelledSet("MNIST, 40", idx("MNIST", 40), SMALL),
    LabelledSet("Fashion-MNIST, 40", idx("Fashion-MNIST", 40), SMALL),
    LabelledSet("MNIST, 100", idx("MNIST", 100), SMALL),
    LabelledSet("Fashion-MNIST, 100", idx("Fashion-MNIST", 100), SMALL),
    LabelledSet("MNIST, 400", idx("MNIST", 400), SMALL),
    LabelledSet("Fashion-MNIST, 400", idx("Fashion-MNIST", 400), SMALL),
)
"""Sets that weights and penalty of the recommended line were set on."""
LARGER = (
    LabelledSet("MNIST, 4,000", idx("MNIST", 4000), SMALL),
    LabelledSet("Fashion-MNIST, 4,000", idx("Fashion-MNIST", 4000), SMALL),
)
"""Ten times as many images of two of them, nine in ten of which nothing was set on."""


UNSEEN = tuple(
    LabelledSet(name, load, {"size": 25} if "faces" in name else {}) for name, load in unseen_classes().items()
)
"""Sets that nothing of the recommended line was set on."""


def measure(one: LabelledSet, keep: Path, threads: int) -> dict[str, Any] | None:
    """What is told of one set; None where it is not here."""
    images = one.load()
    if images is None:
        return None
    began = time.process_time()
    config = with_seed(config_for(**one.options, threads=threads), 0)
    dealt = PERMUTATIONS if len(images) <= MANY else PERMUTATIONS_OF_MANY
    found = classify(images, config, kind="classes", folds=FOLDS, repeats=1, permutations=dealt, keep=keep)
    return summary(one.name, found) | {"cpu_seconds": time.process_time() - began}


def summary(name: str, found: Classification) -> dict[str, Any]:
    """The row of the table: balanced accuracy by logistic regression, and the recommended line beside its rivals."""
    by = {line.representation: line for line in found.lines if line.model == "logistic"}
    rival = max(RIVALS, key=lambda rival: by[rival].main.mean)
    first = by[RECOMMENDED]
    return {
        "set": name,
        "accuracy": {column: by[column].main.mean for column in COLUMNS if column in by},
        "low": first.main.low,
        "high": first.main.high,
        "ahead": first.main.mean - by[rival].main.mean,
        "p": first.p,
        "verdict": [one.key for one in found.sentences],
    }


def section(rows: list[dict[str, Any]]) -> str:
    """The table as the page shows it."""
    assert set(COLUMNS) == set(MADE_OF)
    head = ["set, images", *COLUMNS, "ahead of the better of PCA and pixels", "p"]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = [f"{row['accuracy'][name]:.3f}" if name in row["accuracy"] else "" for name in COLUMNS]
        cells[0] = f"**{cells[0]}** ({row['low']:.2f} to {row['high']:.2f})"
        p = "" if row["p"] is None else f"{row['p']:.2g}"
        lines.append("| " + " | ".join([row["set"], *cells, f"{row['ahead']:+.3f}", p]) + " |")
    return "\n".join(lines)
