"""What is to be told of images: which class they are of, or a number such as an age, a dose or a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mousaic.arrays import Floats, Ints
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.names import natural_key, shown
from mousaic.images.table import NO_LABEL

Kind = Literal["classes", "numbers"]
MANY = 11
"""Labels that are all numbers are classes where there are fewer different ones than these."""
STRATA = 5
"""Numbers are held out in proportion from so many ranges of them, each of as many images."""
LABEL = "label"


@dataclass(frozen=True)
class Outcome:
    """Of N images, each of which has one.

    Attributes:
        kind: classes or numbers.
        name: what it is called: ``label``, or the column of a table.
        classes: names; none of numbers.
        values: (N,): positions in ``classes``, or numbers.
    """

    kind: Kind
    name: str
    classes: tuple[str, ...]
    values: Floats

    @property
    def labels(self) -> Ints:
        """(N,): positions in ``classes``."""
        return self.values.astype(np.int64)

    @property
    def columns(self) -> int:
        """Numbers that a model says of an image: a probability a class, or the number."""
        return len(self.classes) if self.kind == "classes" else 1

    @property
    def strata(self) -> Ints:
        """(N,): what folds hold out in proportion."""
        if self.kind == "classes":
            return self.labels
        edges = np.quantile(self.values, np.linspace(0, 1, STRATA + 1)[1:-1])
        found: Ints = np.searchsorted(edges, self.values, side="right").astype(np.int64)
        return found


def outcome_of(
    images: ImageSet, kind: str = "auto", column: Mapping[str, str] | None = None, name: str = LABEL
) -> tuple[ImageSet, Outcome]:
    """The images that have a label, or a field in the column, and what it says.

    The labels are numbers, and not names of classes, where all of them are finite numbers and at least :data:`MANY` of
    them differ; a column that was asked for holds numbers where all of its fields are some.

    Args:
        kind: ``classes``, ``numbers``, or ``auto``: by that rule.
        column: path -> field; None: the labels of the images.
        name: of the column.

    Raises:
        MousaicError: nothing to tell, fields that are no numbers, all alike, one class, or a class of one group.
    """
    if column is None:
        texts = [images.class_names[label] if label >= 0 else "" for label in images.labels]
    else:
        texts = [column.get(path, "") for path in images.paths]
    known = [i for i, text in enumerate(texts) if text.casefold() not in NO_LABEL]
    if not known:
        raise MousaicError(
            f"{images.origin} have no {shown(name)} to tell: put them into a folder for each class, or give a table "
            "with the column label."
        )
    kept, said = images.subset(known), [texts[i] for i in known]
    numbers = [_number(text) for text in said]
    if kind == "auto":
        enough = column is not None or len(set(numbers)) >= MANY
        kind = "numbers" if enough and None not in numbers else "classes"
    if kind == "numbers":
        return kept, Outcome("numbers", name, (), _checked(kept, name, said, numbers))
    classes = tuple(sorted(set(said), key=natural_key))
    values = np.array([classes.index(text) for text in said], np.float64)
    _check_classes(kept, classes, values)
    return kept, Outcome("classes", name, classes, values)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _checked(images: ImageSet, name: str, said: Sequence[str], numbers: Sequence[float | None]) -> Floats:
    """The numbers, of which there are at least two different ones, in more than one group."""
    values = [number for number in numbers if number is not None]
    if len(values) < len(numbers):
        first = next(text for text, number in zip(said, numbers, strict=True) if number is None)
        raise MousaicError(f"{shown(name)} is {shown(first)!r} of an image, which is no number: mend it, or empty it.")
    if len(set(values)) < 2:
        raise MousaicError(f"{shown(name)} is {values[0]:g} of all {len(values)} images: there is nothing to tell.")
    if len(set(images.groups)) < 4:
        raise MousaicError(
            f"The images with a {shown(name)} are of {len(set(images.groups))} groups, too few to hold some out: add "
            "images of other groups."
        )
    return np.array(values, np.float64)


def _check_classes(images: ImageSet, classes: Sequence[str], values: Floats) -> None:
    """Raise unless every class can be learned from and held out."""
    if len(classes) < 2:
        raise MousaicError(
            f"All {len(values)} images with a label are of one class ({shown(classes[0])}): to tell classes apart, add "
            "images of another."
        )
    groups = np.array(images.groups)
    for label, name in enumerate(classes):
        own = values == label
        if len(set(groups[own].tolist())) < 2:
            count = int(own.sum())
            what = "1 image" if count == 1 else f"{count} images of one group"
            raise MousaicError(
                f"The class {shown(name)} has {what} alone, so that none can be held out while others are learned "
                "from: add images of other groups, or leave the class out."
            )
