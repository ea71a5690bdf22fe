"""Filters that may lie anywhere, as an estimator."""

from __future__ import annotations

import numpy as np
import pytest

import mousaic
from mousaic import ConvSparseAutoencoder

X = np.random.default_rng(0).random((12, 12, 12))
SMALL = {"filters": 4, "k": 6, "filter_sizes": 5, "epochs": 2, "options": {"threads": 1}}


def test_pooled_codes_are_the_strongest_at_any_place():
    pooled = ConvSparseAutoencoder(**SMALL).fit(X)
    apart = ConvSparseAutoencoder(pooling=None, **SMALL).fit(X)
    codes = apart.transform(X)
    assert codes.shape == (12, 4 * 144)
    assert np.allclose(pooled.transform(X), codes.reshape(12, 4, 144).max(2))
    assert list(pooled.get_feature_names_out()) == [f"sae0_f{f:04d}" for f in range(4)]
    assert apart.get_feature_names_out()[145] == "sae0_f0001_p0001"
    assert pooled.components_.shape == apart.components_.shape == (4, 144)
    for one in (pooled, apart):
        dense = one.transform(X)
        assert np.array_equal(one.set_params(sparse_output=True).transform(X).toarray(), dense)


def test_only_places_apart_lead_back():
    apart = ConvSparseAutoencoder(pooling=None, **SMALL).fit(X)
    made = apart.inverse_transform(apart.transform(X))
    assert made.shape == X.shape
    missed, there = np.square(X - made).sum(), np.square(X - X.mean(0)).sum()
    assert apart.score(X) == pytest.approx(1 - missed / there, abs=1e-5)
    with pytest.raises(mousaic.MousaicError, match="pooling=None"):
        apart.set_params(pooling="max").inverse_transform(np.zeros((1, 4)))


def test_flat_rows_are_squares_or_say_their_shape():
    flat, square = X.reshape(12, -1), ConvSparseAutoencoder(**SMALL).fit(X)
    assert np.array_equal(ConvSparseAutoencoder(**SMALL).fit(flat).transform(flat), square.transform(X))
    oblong = ConvSparseAutoencoder(image_shape=(8, 18), **SMALL).fit(flat)
    assert oblong.components_.shape == (4, 144) and oblong.inverse_transform is not None
    with pytest.raises(ValueError, match="110 numbers are no square images"):
        ConvSparseAutoencoder(**SMALL).fit(flat[:, :110])
