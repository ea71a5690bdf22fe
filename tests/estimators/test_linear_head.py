"""Classes and numbers told by what features see."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_score

import mousaic
from mousaic import SparseAutoencoderClassifier, SparseAutoencoderRegressor

X, Y = load_digits(n_class=3, return_X_y=True)
X, Y = X[:120], Y[:120]
SMALL = {"features": 24, "k": 4, "epochs": 2, "options": {"threads": 1}}


@pytest.mark.parametrize("representation", ["responses", "codes", "codes-omp"])
def test_digits_are_told(representation):
    told = SparseAutoencoderClassifier(representation=representation, **SMALL)
    assert cross_val_score(told, X, Y, cv=2).mean() > 0.85
    fitted = told.fit(X, np.array(["zero", "one", "two"])[Y])
    assert set(fitted.predict(X)) == {"zero", "one", "two"} and fitted.coef_.shape == (3, 24)
    assert np.allclose(fitted.predict_proba(X).sum(1), 1)
    with pytest.raises(mousaic.MousaicError, match="representation cannot be 'code'; did you mean 'codes'"):
        SparseAutoencoderClassifier(representation="code", **SMALL).fit(X, Y)


def test_images_are_told_as_arrays():
    images = (X / 16).reshape(-1, 8, 8)
    told = SparseAutoencoderClassifier(**SMALL | {"augment": "fixed"}).fit(images, Y)
    assert told.score(images, Y) > 0.9 and told.n_features_in_ == 64


def test_rows_without_weight_are_as_if_they_were_not_there():
    weights = np.ones(len(X))
    weights[::3] = 0
    for kind in (SparseAutoencoderClassifier, SparseAutoencoderRegressor):
        some = kind(**SMALL).fit(X[weights > 0], Y[weights > 0])
        weighted = kind(**SMALL).fit(X, Y, sample_weight=weights)
        assert np.allclose(weighted.coef_, some.coef_) and np.array_equal(weighted.predict(X), some.predict(X))
        with pytest.raises(ValueError, match="zero"):
            kind(**SMALL).fit(X, Y, sample_weight=0 * weights)


def test_weights_count_in_the_linear_model():
    weights = np.random.default_rng(0).random(len(X)) + 0.1
    ink = X.sum(1)
    told = SparseAutoencoderRegressor(strength=2.0, **SMALL).fit(X, ink, sample_weight=weights)
    expected = Ridge(alpha=0.5).fit(scaled(told), ink, weights).predict(scaled(told))
    assert np.allclose(told.predict(X), expected, rtol=1e-4)
    assert told.score(X, ink) > 0.5 and told.coef_.shape == (1, 24) and told.intercept_.shape == (1,)
    classes = SparseAutoencoderClassifier(strength=2.0, **SMALL).fit(X, Y, sample_weight=weights)
    usual = LogisticRegression(C=2.0, class_weight="balanced", max_iter=1000).fit(scaled(classes), Y, weights)
    assert np.allclose(classes.predict_proba(X), usual.predict_proba(scaled(classes)), atol=1e-4)


def scaled(told):
    """What its features see, with a mean squared length of 1."""
    seen = told._features(told.layout_.pixels(X))
    return (seen - seen.mean(0)) / np.sqrt(np.square(seen - seen.mean(0)).sum(1).mean())
