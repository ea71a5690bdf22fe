"""The one way folds are gone through gives, bit for bit, what five loops written out gave."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from mousaic.analysis.choose.augmentation_trials import held_out_r
from mousaic.analysis.choose.k_choice import choose_k
from mousaic.analysis.compare.comparison import compare
from mousaic.analysis.compare.methods.tuned_pca import best_policy, policies
from mousaic.analysis.compare.principal_directions import principal, project
from mousaic.analysis.compare.training_part import Part, draw_pool
from mousaic.analysis.cross_validation import cross_validated, inner_folds, with_seed
from mousaic.analysis.ensembles import held_out_reconstructions
from mousaic.config import config_for
from mousaic.images.image_set import load_images
from mousaic.images.splits.folds import make_folds
from mousaic.model.code_kinds import one_pass
from mousaic.seeds import derive_seed
from mousaic.stats.reconstruction_scores import pearson, squared_error
from mousaic.training.fit import train_members

TINY = {"size": 12, "features": 24, "k": 3, "members": 2, "epochs": 2, "copies": 2, "threads": 1}


@pytest.fixture(scope="module")
def config():
    return with_seed(config_for(**TINY), 5)


@pytest.fixture(scope="module")
def images(small_set, config):
    return load_images(small_set, config.images)


def reconstructed(ensemble, x):
    with torch.no_grad():
        return ensemble(torch.from_numpy(x))[1].numpy()


def test_a_turn_is_its_fold(images):
    plan = make_folds(images.labels, images.groups, 3, 2, 0)
    turns = list(cross_validated(images, plan, lambda fold: 10 * fold.repeat + fold.number))
    assert [turn.seed for turn in turns] == [0, 1, 2, 10, 11, 12]
    for fold, turn in zip(plan, turns, strict=True):
        assert turn.fold is fold
        np.testing.assert_array_equal(turn.x, images.pixels[fold.held_out].reshape(-1, 144))
        held_out = {images.paths[i] for i in np.flatnonzero(fold.held_out)}
        assert held_out.isdisjoint(turn.learned_from.paths) and len(turn.learned_from) + len(held_out) == 12


def test_a_turns_own_parameters_have_its_seed_and_no_validation(images):
    plan = make_folds(images.labels, images.groups, 2, 1, 0)
    config = config_for(**TINY, seed=3, validation=0.3, early_stop=2)
    (own, _) = (turn.own(config).training for turn in cross_validated(images, plan, lambda fold: 9))
    assert own == dataclasses.replace(config.training, seed=9, validation=0.0, early_stop=0)


def test_inner_folds(images):
    assert len(inner_folds(images, 0)) == 3
    few = dataclasses.replace(images, groups=("a",) * 6 + ("b",) * 6)
    assert len(inner_folds(few, 0)) == 2 and inner_folds(dataclasses.replace(images, groups=("a",) * 12), 0) == []


def test_compare(images, small_set):
    r = np.zeros((2, 12))
    for fold in make_folds(images.labels, images.groups, 3, 2, 0):
        own = with_seed(config_for(**TINY), derive_seed(0, "compare", fold.repeat, fold.number))
        ensemble = train_members(images.subset(np.flatnonzero(~fold.held_out)), own)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        r[fold.repeat, fold.held_out] = np.mean([pearson(y, x) for y in reconstructed(one_pass(ensemble), x)], 0)
    found = compare(small_set, methods=["default"], folds=3, repeats=2, **TINY)
    np.testing.assert_array_equal(found.image_pearson["default"], r.mean(0))


def test_choose_k(images, small_set):
    error = np.zeros(12)
    for fold in make_folds(images.labels, images.groups, 3, 1, 0):
        own = with_seed(config_for(**TINY | {"k": 4}), derive_seed(0, "choose k", fold.number))
        ensemble = train_members(images.subset(np.flatnonzero(~fold.held_out)), own)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        error[fold.held_out] = np.mean([squared_error(y, x) for y in reconstructed(ensemble, x)], 0)
    options = {name: value for name, value in TINY.items() if name != "k"}
    np.testing.assert_array_equal(choose_k(small_set, ks=[4, 6], folds=3, **options).image_error[4], error)


def test_augmentation_trials(images, config):
    folds = make_folds(images.labels, images.groups, 3, 1, 8)
    r = np.zeros(12)
    for fold in folds:
        own = with_seed(config, derive_seed(5, fold.number))
        ensemble = train_members(images.subset(np.flatnonzero(~fold.held_out)), own)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        r[fold.held_out] = pearson(reconstructed(ensemble, x)[0], x)
    np.testing.assert_array_equal(held_out_r(images, folds, config), r)


def test_tuned_pca(images, config):
    report, local = with_seed(config_for("report", **TINY), 5), with_seed(config_for(**TINY, local=4), 5)
    conv = with_seed(config_for(**TINY, model="conv"), 5)
    part = Part(images, config, report, local, conv)
    scores = {}
    for name, policy in policies(part).items():
        r = np.zeros(12)
        for fold in make_folds(images.labels, images.groups, 3, 1, 5):
            pool = draw_pool(images.subset(np.flatnonzero(~fold.held_out)), policy, config)
            x = part.originals[fold.held_out]
            r[fold.held_out] = pearson(project(x, *principal(pool, 3, 5))[0], x)
        scores[name] = r.mean()
    assert best_policy(part) == max(scores, key=scores.get)


def test_held_out_reconstructions(images, config):
    made, held, means, order = [], [], [], []
    for fold in make_folds(images.labels, images.groups, 3, 1, 5):
        learned_from = images.subset(np.flatnonzero(~fold.held_out))
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        made.append(reconstructed(train_members(learned_from, config), x))
        held.append(x)
        order += np.flatnonzero(fold.held_out).tolist()
        means.append(np.broadcast_to(learned_from.pixels.reshape(-1, images.D).mean(0), x.shape))
    found = held_out_reconstructions(images, config)
    for one, other in zip(found, ((made, 1), (held, 0), (means, 0)), strict=True):
        each = np.concatenate(*other).astype(np.float64)
        np.testing.assert_array_equal(one, np.take(each, np.argsort(order), axis=other[1]))
