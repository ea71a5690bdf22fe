"""A representation's numbers are made comparable by the training images alone, and turned without a loss."""

from __future__ import annotations

import numpy as np

from mousaic.uses.classify.linear_models import fit_logistic
from mousaic.uses.classify.standard_space import beside, learn_space


def test_each_block_counts_as_its_weight_says() -> None:
    rng = np.random.default_rng(0)
    blocks = {"a": rng.normal(5, 100, (20, 3)), "b": rng.normal(size=(20, 50)), "c": rng.normal(size=(20, 9))}
    train = np.arange(20) < 15
    space = learn_space(blocks, {"a": 1.0, "b": 2.0}, train)
    seen = space.seen(beside(blocks, {"a": 1.0, "b": 2.0}))
    assert seen.shape == (20, 53)
    lengths = [np.square(seen[train][:, part]).sum(1).mean() for part in (slice(0, 3), slice(3, 53))]
    np.testing.assert_allclose(lengths, [0.2, 0.8])
    np.testing.assert_allclose(seen[train].mean(0), 0, atol=1e-12)
    blocks["a"][~train] += 1000  # what is held out changes nothing
    again = learn_space(blocks, {"a": 1.0, "b": 2.0}, train)
    np.testing.assert_array_equal(again.scale, space.scale)


def test_turning_changes_neither_distances_nor_a_penalised_model() -> None:
    rng = np.random.default_rng(1)
    blocks, train, labels = {"a": rng.normal(size=(18, 60))}, np.arange(18) < 12, np.arange(18) % 2
    space = learn_space(blocks, {"a": 1.0}, train)
    seen, x = space.seen(blocks["a"]), space.turned(blocks["a"])
    assert x.shape == (18, 12)
    far = [np.linalg.norm(s[~train][:, None] - s[train][None], axis=2).argsort(1) for s in (seen, x)]
    np.testing.assert_array_equal(*far)
    whole, turned = (fit_logistic(s[train], labels[train], 2, 5.0).probabilities(s[~train]) for s in (seen, x))
    np.testing.assert_allclose(whole, turned, atol=1e-3)


def test_a_block_that_never_changes_counts_nothing() -> None:
    blocks = {"a": np.ones((6, 2)), "b": np.arange(6.0)[:, None]}
    seen = learn_space(blocks, {"a": 1.0, "b": 1.0}, np.ones(6, bool)).seen(beside(blocks, {"a": 1.0, "b": 1.0}))
    assert (seen[:, :2] == 0).all() and np.isfinite(seen).all()
