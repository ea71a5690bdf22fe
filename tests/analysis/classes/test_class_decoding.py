"""Telling classes from codes: the ridge operator against scikit-learn, and the null under labels dealt at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.metrics import balanced_accuracy_score

from mousaic.analysis.classes.class_decoding import RIDGE, Decoder, predicted, ridge_operator


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 12), st.integers(1, 4), st.integers(1, 20), st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_the_operator_is_scikit_learns_ridge(train, held, features, classes, seed):
    rng = np.random.default_rng(seed)
    codes = rng.normal(size=(train + held, features)) + 3
    labels = rng.integers(0, classes, train)
    centred = codes[:train] - codes[:train].mean(0)
    alpha = RIDGE * np.square(centred).sum() / train
    indicators = (labels[:, None] == np.arange(classes)).astype(float)
    expected = Ridge(alpha=alpha).fit(codes[:train], indicators).predict(codes[train:])
    operator = ridge_operator(codes[:train], codes[train:])
    share = indicators.mean(0)
    np.testing.assert_allclose(operator @ (indicators - share) + share, expected, atol=1e-8)
    relative = np.where(share > 0, (expected - share) / np.where(share > 0, share, 1), -np.inf)
    clear = np.sort(relative, 1)[:, -1] - np.sort(relative, 1)[:, -2] > 1e-9
    np.testing.assert_array_equal(predicted(operator, labels, classes)[clear], relative.argmax(1)[clear])


def test_equal_codes_tell_nothing():
    assert not ridge_operator(np.ones((5, 3)), np.ones((2, 3))).any()


def decoded(codes, labels, folds=4, groups=None, seed=0):
    labels = np.asarray(labels)
    groups = groups or tuple(str(i) for i in range(len(labels)))
    fold_of = np.arange(len(labels)) // 2 % folds
    decoder = Decoder(labels, groups, fold_of, seed)
    for fold in range(folds):
        decoder.add(codes, fold_of == fold)
    return decoder, decoder.result()


def test_clear_classes_are_told_and_noise_is_not():
    rng = np.random.default_rng(0)
    labels = np.arange(40) % 2
    noise = rng.normal(size=(40, 30)).astype(np.float32)
    _, clear = decoded(noise + 4 * labels[:, None], labels)
    assert clear.accuracy == 1 and clear.p < 0.01 and clear.chance == pytest.approx(0.5, abs=0.05)
    _, none = decoded(noise, labels)
    assert none.p > 0.05 and none.accuracy <= none.chance_high


def test_the_accuracy_is_scikit_learns_balanced_one():
    rng = np.random.default_rng(1)
    labels = np.array([0] * 20 + [1] * 6 + [-1] * 4 + [2] * 10)
    codes = rng.normal(size=(40, 15)).astype(np.float32) + labels[:, None] % 3
    decoder, found = decoded(codes, labels)
    known = labels >= 0
    assert not decoder.hits[:, ~known].any()
    guesses = np.where(decoder.hits[0], labels, (labels + 1) % 3)  # any wrong class
    assert found.accuracy == pytest.approx(balanced_accuracy_score(labels[known], guesses[known]))


def test_each_dealt_labeling_is_learned_from_and_judged():
    rng = np.random.default_rng(3)
    labels, fold_of = np.arange(12) % 2, np.arange(12) // 2 % 3
    codes = rng.normal(size=(12, 7)) + labels[:, None]
    decoder, found = decoded(codes, labels, 3)
    accuracies = []
    for dealt in decoder.labels:
        right = np.zeros(12, bool)
        for fold in range(3):
            train, held = fold_of != fold, fold_of == fold
            operator = ridge_operator(codes[train], codes[held])
            right[held] = predicted(operator, dealt[train], 2) == dealt[held]
        accuracies.append(np.mean([right[dealt == label].mean() for label in (0, 1)]))
    assert found.accuracy == pytest.approx(accuracies[0])
    assert found.chance == pytest.approx(np.mean(accuracies[1:]))
    assert found.p == pytest.approx(np.mean(np.array(accuracies[1:]) >= accuracies[0] - 1e-9))
    assert decoder.exact and len(accuracies) == 1 + 6**3  # in each fold 6 ways to deal 2 and 2


def test_p_is_right_for_labels_that_mean_nothing():
    rng = np.random.default_rng(2)
    low = [
        decoded(rng.normal(size=(16, 5)).astype(np.float32), rng.permutation(np.arange(16) % 2), 2, seed=i)[1].p <= 0.2
        for i in range(60)
    ]
    assert 0.05 <= np.mean(low) <= 0.35


def test_one_class_cannot_be_told():
    assert decoded(np.ones((6, 2), np.float32), [0, 0, 0, 0, -1, -1])[1] is None
