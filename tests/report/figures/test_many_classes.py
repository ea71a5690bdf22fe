"""Where there are more classes than a figure has room for, the largest are shown, and that is said."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.classes.class_scores import by_class
from mousaic.report.figures.reconstruction_by_class import MOST_CLASSES, classes_shown
from mousaic.words.put import put


def scores_of(make_evidence, sizes):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    names = tuple(f"class {i:02d}" for i in range(len(sizes)))
    return by_class(make_evidence(images=len(labels), labels=labels, names=names), permutations=20)


def test_the_largest_of_many_classes_have_lines(make_evidence):
    sizes = [1 + (7 * i) % 30 for i in range(30)]
    shown, said = classes_shown(scores_of(make_evidence, sizes))
    assert shown == {f"class {i:02d}" for i in np.argsort(sizes)[-MOST_CLASSES:]}
    assert put(said) == "12 of 30 classes are shown, the largest."


def test_few_classes_have_a_line_each(make_evidence):
    assert classes_shown(scores_of(make_evidence, [3, 4])) == ({"class 00", "class 01"}, None)
