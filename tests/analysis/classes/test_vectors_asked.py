"""Do the classes of vectors differ? Features and columns, asked in one test that keeps its level."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.classes.class_findings import class_findings
from mousaic.analysis.classes.primary_answer import primary_answer
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.analysis.classes.vectors_asked import TOGETHER, asked_of_vectors
from mousaic.report.findings.class_sentences import class_sentences
from mousaic.words.put import put

KIND = np.arange(40) % 2


def rows(seed, shift=0.0):
    """40 vectors of 6 numbers, of which column 4 is larger in the second class."""
    found = np.random.default_rng(seed).normal(size=(40, 1, 1, 6))
    found[KIND == 1, 0, 0, 4] += shift
    return found


def found_in(evidence):
    return class_findings(evidence, None, shortcuts(evidence, 0, 99), 0, 500)


def test_a_column_that_differs_is_the_one_finding(make_evidence):
    weight = np.eye(6)[None, [0, 1, 2, 3]]  # no feature looks at column 4
    evidence = make_evidence(pixels=rows(0, 3.0), weight=weight, labels=KIND)
    found = found_in(evidence)
    assert found.answer.p_primary < 0.01 and set(found.answer.kind) == {"response", "column"}
    (one,) = found.findings
    assert (one.kind, one.thing, one.best_class) == ("column", 4, 1) and one.gap.effect > 1
    first, said, power = (put(one) for one in class_sentences(found, None, evidence.images.class_names))
    assert "of the responses of 4 features and of 6 columns" in first
    assert said.startswith("Column 4 (the first is 0) is larger in second") and "20 images of first" in power
    assert "第 4 列" in put(class_sentences(found, None, evidence.images.class_names)[1], "zh")


def test_what_rises_and_falls_with_it_is_the_same_finding(make_evidence):
    weight = np.eye(6)[[[0, 1, 2], [4, 5, 3]]]  # feature 0 of member 1 is column 4
    evidence = make_evidence(pixels=rows(0, 3.0), weight=weight, labels=KIND)
    found = found_in(evidence)
    (one,) = found.findings
    assert (one.kind, one.thing, one.alike) == ("column", 4, (3,))
    said = put(class_sentences(found, None, evidence.images.class_names)[1])
    assert said.endswith("Features that rise and fall with it: 1.")
    things = asked_of_vectors(evidence)
    assert things[0].values[0].shape == (40, 6) and things[1].values[0].shape == (40, 6) and 0 < TOGETHER < 1


def test_dealt_labels_pass_in_one_of_twenty(make_evidence):
    passed = []
    for seed in range(80):
        labels = np.random.default_rng(seed).permutation(KIND)
        evidence = make_evidence(pixels=rows(seed), seed=seed, labels=labels)
        answer = primary_answer(asked_of_vectors(evidence), evidence.units, 2, seed, 199)
        passed.append(answer.p_primary <= 0.05)
    assert np.mean(passed) <= 0.05 + 3 * (0.05 * 0.95 / 80) ** 0.5


@pytest.mark.parametrize("labels", [np.zeros(40, int), np.full(40, -1)])
def test_one_class_asks_nothing(make_evidence, labels):
    assert found_in(make_evidence(pixels=rows(0), labels=labels)) is None
