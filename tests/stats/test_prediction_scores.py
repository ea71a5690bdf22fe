"""Scores of predictions against naive loops and scikit-learn, and their intervals over groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.stats.prediction_scores import (
    auroc,
    balanced_accuracy,
    brier,
    drawn_weights,
    r_squared,
    spearman,
)


def probabilities(rng: np.random.Generator, repeats: int, images: int, classes: int) -> np.ndarray:
    return rng.dirichlet(np.ones(classes), (repeats, images))


@given(st.integers(2, 4), st.integers(1, 3), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_as_a_naive_reader_computes_them(classes: int, repeats: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(classes), rng.integers(0, classes, 12)])
    said = probabilities(rng, repeats, len(labels), classes)
    none = np.zeros((0, len(labels)))
    shares, squares = [], []
    for one in said:
        right = [float(np.mean([row.argmax() == c for row in one[labels == c]])) for c in range(classes)]
        shares.append(np.mean(right))
        off = [sum((p - (c == label)) ** 2 for c, p in enumerate(row)) for row, label in zip(one, labels, strict=True)]
        squares.append(np.mean(off) / (2 if classes == 2 else 1))
    assert balanced_accuracy(labels, said.argmax(2), none).value == pytest.approx(np.mean(shares))
    assert brier(labels, said, none).value == pytest.approx(np.mean(squares))


@pytest.mark.parametrize("classes", [2, 3])
def test_as_scikit_learn_computes_them(classes: int) -> None:
    from sklearn.metrics import balanced_accuracy_score, brier_score_loss, roc_auc_score

    rng = np.random.default_rng(classes)
    labels = rng.integers(0, classes, 40)
    said = probabilities(rng, 1, 40, classes).round(1)  # with ties
    said /= said.sum(2, keepdims=True)
    none = np.zeros((0, 40))
    area = roc_auc_score(labels, said[0, :, 1] if classes == 2 else said[0], multi_class="ovr")
    assert auroc(labels, said, none).value == pytest.approx(area)
    assert balanced_accuracy(labels, said.argmax(2), none).value == pytest.approx(
        balanced_accuracy_score(labels, said[0].argmax(1))
    )
    square = brier_score_loss(labels, said[0, :, 1] if classes == 2 else said[0])
    assert brier(labels, said, none).value == pytest.approx(square)


def test_a_draw_is_the_score_of_images_taken_that_often() -> None:
    rng = np.random.default_rng(0)
    groups = [f"g{i // 2}" for i in range(30)]
    labels, said = rng.integers(0, 3, 30), probabilities(rng, 2, 30, 3)
    weights = drawn_weights(groups, 0)
    assert (weights[:, ::2] == weights[:, 1::2]).all(), "groups are drawn whole"
    often = np.repeat(np.arange(30), weights[7].astype(int))
    none = np.zeros((0, len(often)))
    for score, values in ((balanced_accuracy, said.argmax(2)), (brier, said), (auroc, said)):
        whole = score(labels, values, weights)
        assert whole.draws[7] == pytest.approx(score(labels[often], values[:, often], none).value)
        assert whole.interval.low < whole.value < whole.interval.high
    numbers = rng.normal(size=30)
    drawn = r_squared(numbers, numbers[None] + rng.normal(size=(2, 30)), weights)
    assert np.isfinite(drawn.draws).all()


def test_few_groups_have_no_interval() -> None:
    found = balanced_accuracy(np.array([0, 1] * 4), np.array([[0, 1] * 4]), drawn_weights(list("aabbccdd"), 0))
    assert found.value == 1 and np.isnan(found.interval.low) and not found.interval.clear


def test_numbers() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    none = np.zeros((0, 4))
    assert r_squared(values, values[None], none).value == 1
    assert r_squared(values, np.full((1, 4), 2.5), none).value == 0
    assert r_squared(values, values[None, ::-1], none).value < 0
    assert spearman(values, np.exp(values)[None]) == pytest.approx(1)
    assert spearman(values, np.ones((1, 4))) == 0
