"""Classifiers and regressors: they learn what there is, settle by inner folds, and bear what is missing."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.uses.classify.classifiers import CLASSIFIERS, Told, held_out_scores, settled
from mousaic.uses.classify.linear_models import fit_logistic, fit_ridge
from mousaic.uses.classify.recommended import recommended_model
from mousaic.uses.classify.regressors import REGRESSORS


def part(classes: int, images: int = 30, seed: int = 0) -> Told:
    rng = np.random.default_rng(seed)
    values = np.arange(images) % classes
    x = rng.normal(size=(images, 5)) * 0.1
    x[np.arange(images), values] += 1
    return Told(x, values.astype(float), classes, [np.arange(images) // classes % 3 == i for i in range(3)])


@pytest.mark.parametrize("name", CLASSIFIERS)
@pytest.mark.parametrize("classes", [2, 3])
def test_classes_far_apart_are_told(name: str, classes: int) -> None:
    told, new = part(classes), part(classes, seed=1)
    said = CLASSIFIERS[name](told, new.x)
    np.testing.assert_allclose(said.sum(1), 1)
    assert (said.argmax(1) == new.values).all()


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_class_that_is_missing_is_never_told(name: str) -> None:
    told = part(2)._replace(classes=4)
    said = CLASSIFIERS[name](told, told.x)
    assert said.shape == (30, 4) and (said[:, 2:] < 1e-12).all() and np.isfinite(said).all()
    alone = told._replace(values=np.ones(30))
    assert (CLASSIFIERS[name](alone, told.x).argmax(1) == 1).all()


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_classes_weigh_the_same_whatever_their_numbers(name: str) -> None:
    rng = np.random.default_rng(0)
    values = np.array([0.0] * 54 + [1.0] * 6)
    x = rng.normal(size=(60, 2)) + 1.2 * values[:, None]
    told = Told(x, values, 2, [np.arange(60) % 3 == i for i in range(3)])
    new = rng.normal(size=(400, 2)) + 1.2 * (np.arange(400) % 2)[:, None]
    share = (CLASSIFIERS[name](told, new).argmax(1) == 1).mean()
    assert 0.3 < share < 0.7, "as many as there are, not as many as were learned from"


def test_what_is_to_be_settled_is_settled_by_what_inner_folds_hold_out() -> None:
    told = part(2)
    asked: list[int] = []

    def fit(inner: Told, choice: float, new: np.ndarray) -> np.ndarray:
        asked.append(len(inner.x))
        return np.full((len(new), 2), choice)

    def loss(found: np.ndarray, seen_told: Told, seen: np.ndarray) -> float:
        assert seen.all()
        return abs(float(found.mean()) - 3)

    assert settled(told, (1.0, 3.0, 5.0), fit, loss) == 3.0 and set(asked) == {20}
    assert settled(told._replace(inner=()), (1.0, 3.0, 5.0), fit, loss) == 3.0
    assert not held_out_scores(told._replace(inner=()), 1.0, fit)[1].any()


@pytest.mark.parametrize("name", REGRESSORS)
def test_numbers_are_foretold(name: str) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3)) / 3**0.5
    values = 100 + 20 * x[:, 0]
    told = Told(x[:45], values[:45], 1, [np.arange(45) % 3 == i for i in range(3)])
    said = REGRESSORS[name](told, x[45:])
    assert said.shape == (15, 1)
    assert np.corrcoef(said[:, 0], values[45:])[0, 1] > 0.8
    assert abs(said.mean() - 100) < 8


def test_linear_models_are_their_arrays() -> None:
    told = part(3)
    linear = fit_logistic(told.x, told.values.astype(np.int64), 3, 10.0)
    scores = told.x @ linear.weight.T + linear.bias
    by_hand = np.exp(scores) / np.exp(scores).sum(1, keepdims=True)
    np.testing.assert_allclose(linear.probabilities(told.x), by_hand)
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000).fit(told.x, told.values)
    np.testing.assert_allclose(linear.probabilities(told.x), model.predict_proba(told.x), atol=1e-6)
    ridge = fit_ridge(told.x, told.values, 10.0)
    x, y = told.x - told.x.mean(0), told.values - told.values.mean()
    np.testing.assert_allclose(ridge.weight[0], np.linalg.solve(x.T @ x + 0.1 * np.eye(5), x.T @ y), atol=1e-9)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("weighed", [False, True])
def test_classes_weigh_the_same_as_in_scikit_learn_to_the_bit(classes: int, weighed: bool) -> None:
    from sklearn.linear_model import LogisticRegression

    told, rng = part(classes), np.random.default_rng(1)
    labels = np.where(rng.random(30) < 0.5, 0, told.values).astype(np.int64) * 2  # class 1 is missing
    weights = rng.random(30) + 0.1 if weighed else None
    linear = fit_logistic(told.x, labels, 2 * classes, 10.0, weights)
    model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000).fit(told.x, labels, weights)
    own = model.classes_[1:] if classes == 2 else model.classes_
    np.testing.assert_array_equal(linear.weight[own], model.coef_)
    np.testing.assert_array_equal(linear.bias[own], model.intercept_)


def test_the_recommended_model_tells_both_kinds() -> None:
    told = part(2)
    assert recommended_model("classes")(told, told.x).shape == (30, 2)
    assert recommended_model("numbers")(told._replace(classes=1), told.x).shape == (30, 1)
