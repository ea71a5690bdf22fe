"""Consensus, weights and controls: references written out, and planted cases whose answer is known."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.cross_validation import with_seed
from mousaic.analysis.ensembles import (
    agreed,
    held_out_reconstructions,
    refinement,
    simplex_weights,
    stacking_weights,
)
from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import load_images
from mousaic.model.consensus import consensus
from mousaic.model.mixture import Mixture
from mousaic.training.fit import train_members, training_data
from mousaic.words.put import put


def fit(name, part):
    return METHODS.load(name)(part)


@pytest.fixture(scope="module")
def part(small_set):
    options = {"members": 3, "features": 24, "k": 3, "epochs": 4, "copies": 2, "size": 12, "threads": 1}
    configs = (
        config_for("default", **options),
        config_for("report", **options),
        config_for(local=4, **options),
        config_for(model="conv", **options),
    )
    return Part(load_images(small_set, ImageOptions(size=12)), *(with_seed(config, 5) for config in configs))


def test_a_member_that_is_right_gets_all_the_weight():
    rng = np.random.default_rng(0)
    x, mean = rng.random((6, 20)), np.full((6, 20), 0.5)
    made = np.stack([rng.random((6, 20)), x, rng.random((6, 20))])
    np.testing.assert_allclose(stacking_weights(made, x, mean), [0, 1, 0], atol=1e-7)


def test_faint_reconstructions_are_made_up_for():
    rng = np.random.default_rng(1)
    x, mean = rng.random((6, 20)), np.full((6, 20), 0.5)
    made = np.stack([mean + 0.8 * (x - mean)] * 2)
    assert stacking_weights(made, x, mean).sum() == pytest.approx(1.25)


def test_where_nothing_speaks_for_a_member_all_weigh_the_same():
    rng = np.random.default_rng(2)
    x, mean = rng.random((4, 9)), np.full((4, 9), 0.5)
    np.testing.assert_allclose(stacking_weights(np.stack([mean] * 3), x, mean), 1 / 3)
    np.testing.assert_allclose(stacking_weights(np.stack([2 * mean - x] * 2), x, mean), 1 / 2)


@settings(max_examples=30, deadline=None)
@given(members=st.integers(1, 5), images=st.integers(1, 4), pixels=st.integers(3, 9), seed=st.integers(0, 99))
def test_no_weights_do_better_on_what_they_are_found_on(members, images, pixels, seed):
    rng = np.random.default_rng(seed)
    made, x, mean = rng.random((members, images, pixels)), rng.random((images, pixels)), rng.random((images, pixels))
    weights = stacking_weights(made, x, mean)
    assert (weights >= 0).all()
    _, least = nnls((made - mean).reshape(members, -1).T, (x - mean).ravel())
    left = np.linalg.norm((x - mean) - np.tensordot(weights, made - mean, 1))
    if least < np.linalg.norm(x - mean) * (1 - 1e-9):  # else: equal weights, as none is better than none
        assert left == pytest.approx(least, rel=1e-6, abs=1e-9)


def test_held_out_reconstructions_come_from_members_that_never_saw_the_image(part):
    made, x, mean = held_out_reconstructions(part.images, part.config)
    assert made.shape == (3, 12, 144) and x.shape == mean.shape == (12, 144)
    assert sorted(map(tuple, x)) == sorted(map(tuple, part.originals.astype(float)))
    # Had it been learned from, a change of one image would change the other two folds' members alone.
    pixels = part.images.pixels.copy()
    place = int(np.flatnonzero((part.originals == x[0]).all(1))[0])
    pixels[place] = 1 - pixels[place]
    again, _, _ = held_out_reconstructions(dataclasses.replace(part.images, pixels=pixels), part.config)
    fold = [i for i in range(12) if np.array_equal(mean[i], mean[0])]
    same = [i for i in fold if i != 0]
    np.testing.assert_array_equal(again[:, same], made[:, same])
    others = [i for i in range(12) if i not in fold]
    assert not np.array_equal(again[:, others], made[:, others])


def test_one_group_has_nothing_to_hold_out(part):
    together = dataclasses.replace(part.images, groups=("one",) * 12)
    assert held_out_reconstructions(together, part.config) is None
    (row,) = fit("stacked", dataclasses.replace(part, images=together))
    ensemble = train_members(together, part.config)
    x = part.originals
    expected = ensemble(torch.from_numpy(x))[1].mean(0).detach().numpy()
    np.testing.assert_allclose(row.reconstruct(x)[0], expected, atol=1e-5)


def test_the_consensus_is_trained_on_from_the_merged_features(part):
    ensemble = train_members(part.images, part.config)
    merged, made = consensus(ensemble, 0.5), agreed(ensemble, part.images, part.config, 0.5)
    assert torch.equal(merged.sources, made.sources) and torch.equal(merged.support, made.support)
    near = torch.nn.functional.cosine_similarity(merged.ensemble.weight, made.ensemble.weight, dim=2)
    assert near.mean() > 0.9 and not torch.equal(merged.ensemble.weight, made.ensemble.weight)
    again = agreed(ensemble, part.images, part.config, 0.5)
    assert torch.equal(made.ensemble.weight, again.ensemble.weight)


def test_training_on_revives_nothing_and_takes_half(part):
    config = refinement(config_for("default", epochs=9, consistency=0.3, consistency_kind="matched"))
    training = config.training
    assert (config.model.members, training.epochs, training.revive, training.consistency) == (1, 4, 0.0, 0.0)
    assert training.learning_rate == pytest.approx(config_for("default").training.learning_rate / 2)
    assert refinement(config_for("default", epochs=1)).training.epochs == 1


def test_rows_say_what_they_store(part):
    rows = {row.about.row: row for name in ("consensus", "stacked", "control") for row in fit(name, part)}
    sizes = {name: (row.about.values, row.about.positions, row.about.wide) for name, row in rows.items()}
    assert sizes == {
        "consensus": (3, 3, False),
        "stacked": (9, 9, True),
        "control-features": (3, 3, False),
        "control-values": (9, 9, True),
    }
    assert {"consensus", "stacked", "control"} <= set(METHODS.having("ours"))
    x = part.originals[:4]
    for row in rows.values():
        made = row.reconstruct(x)
        assert made.shape == (1, 4, 144) and np.isfinite(made).all()
    assert "72 features, k = 3" in put(rows["control-features"].about.title)


def test_with_one_member_the_controls_are_that_member(part):
    model = dataclasses.replace(part.config.model, members=1)
    alone = dataclasses.replace(part, config=dataclasses.replace(part.config, model=model))
    (expected, *_) = fit("default", alone)
    x = part.originals[:4]
    for row in fit("control", alone):
        np.testing.assert_array_equal(row.reconstruct(x), expected.reconstruct(x))
        assert not row.about.wide


@settings(max_examples=30, deadline=None)
@given(members=st.integers(1, 3), images=st.integers(1, 4), pixels=st.integers(1, 9), seed=st.integers(0, 99))
def test_no_weights_of_the_simplex_leave_less(members, images, pixels, seed):
    errors = np.random.default_rng(seed).normal(size=(members, images, pixels))
    weights = simplex_weights(errors)
    assert (weights >= 0).all() and weights.sum() == pytest.approx(1)
    steps = np.linspace(0, 1, 21)
    grid = [w for w in itertools.product(steps, repeat=members) if abs(sum(w) - 1) < 1e-9]
    least = min(np.square(np.tensordot(w, errors, 1)).sum() for w in grid)
    assert np.square(np.tensordot(weights, errors, 1)).sum() <= least * (1 + 1e-9) + 1e-12


def test_simplex_weights_of_planted_errors():
    errors = np.zeros((3, 2, 4))
    np.testing.assert_allclose(simplex_weights(errors), 1 / 3)
    errors[0], errors[2] = 1.0, -1.0  # the second alone is right; nothing tells that from the mean of the others
    assert np.square(np.tensordot(simplex_weights(errors), errors, 1)).sum() == pytest.approx(0)
    errors[1] = 5 * np.resize([1.0, -1.0], 4)
    np.testing.assert_allclose(simplex_weights(errors), [0.5, 0, 0.5], atol=1e-9)


def test_members_learn_what_a_model_before_them_leaves_over(part):
    first = train_members(part.images, part.config).member(0)
    data = training_data(part.images, part.config, before=first)
    plain = training_data(part.images, part.config)
    x = plain.images(1)
    torch.testing.assert_close(data.images(1), x - first(x)[1][0])
    second = train_members(part.images, part.config, before=first).member(0)
    chain = Mixture.chain([first, second])
    left = [(model(plain.flat_originals)[1][0] - plain.flat_originals).square().mean() for model in (first, chain)]
    assert left[1] < 0.7 * left[0]
