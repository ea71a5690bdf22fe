"""What is to be told: classes or numbers, by a rule that is said, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.uses.classify.outcome import MANY, outcome_of


def images(labels: Sequence[object], groups: Sequence[str] | None = None) -> ImageSet:
    rng = np.random.default_rng(0)
    return ImageSet.from_arrays(rng.random((len(labels), 8, 8)), list(labels), groups)


def test_names_are_classes_and_images_without_one_are_left_out() -> None:
    kept, outcome = outcome_of(images(["b", "a", None, "a", "b"]))
    assert outcome.kind == "classes" and outcome.classes == ("a", "b") and outcome.columns == 2
    assert outcome.labels.tolist() == [1, 0, 0, 1] and len(kept) == 4


def test_many_different_numbers_are_numbers() -> None:
    few, many = [str(i % (MANY - 1)) for i in range(40)], [str(i % MANY) for i in range(40)]
    assert outcome_of(images(few))[1].kind == "classes"
    _, outcome = outcome_of(images(many))
    assert outcome.kind == "numbers" and outcome.columns == 1 and outcome.values[3] == 3
    assert outcome_of(images(many), kind="classes")[1].kind == "classes"
    counts = np.bincount(outcome.strata)
    assert len(counts) == 5 and counts.min() >= 4, "strata of about as many images"


def test_a_column_holds_numbers_where_all_fields_are_some() -> None:
    found = images([None] * 6)
    dose = {path: str(i % 3) for i, path in enumerate(found.paths)}
    _, outcome = outcome_of(found, column=dose, name="dose")
    assert outcome.kind == "numbers" and outcome.values.tolist() == [0, 1, 2, 0, 1, 2]
    strain = {path: "xy"[i % 2] for i, path in enumerate(found.paths)}
    assert outcome_of(found, column=strain, name="strain")[1].classes == ("x", "y")


@pytest.mark.parametrize(
    ("labels", "groups", "kind", "said"),
    [
        ([None] * 5, None, "auto", "have no label to tell"),
        (["a"] * 5, None, "auto", "All 5 images with a label are of one class"),
        (["a"] * 4 + ["b"], None, "auto", "The class b has 1 image alone"),
        (["a"] * 3 + ["b"] * 3, ["g", "h", "i", "j", "j", "j"], "auto", "The class b has 3 images of one group alone"),
        (["1", "2", "x", "3"], None, "numbers", "is 'x' of an image, which is no number"),
        (["1"] * 5, None, "numbers", "there is nothing to tell"),
        (["1", "2", "3", "4"], list("aabb"), "numbers", "too few to hold some out"),
    ],
)
def test_what_cannot_be_told(labels: list[object], groups: list[str] | None, kind: str, said: str) -> None:
    with pytest.raises(MousaicError, match=said):
        outcome_of(images(labels, groups), kind=kind)
