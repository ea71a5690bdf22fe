"""Codes of several sizes over one dictionary, each as a pursuit of that size gives it."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.linear_model import orthogonal_mp

from mousaic.analysis.compare.pursuit_steps import pursued
from mousaic.model.ensemble import Ensemble
from mousaic.model.pursuit import matching_pursuit

RNG = np.random.default_rng(0)
ATOMS = RNG.normal(size=(30, 64)).astype(np.float32) * RNG.uniform(0.3, 3, (30, 1)).astype(np.float32)
X = (RNG.normal(size=(5, 30)) @ ATOMS / 5 + RNG.normal(size=(5, 64)) / 3).astype(np.float32)
COUNTS = (1, 2, 3, 7, 20, 30)


def made(found, atoms=ATOMS):
    values, indices = found
    return np.einsum("nk,nkd->nd", values.numpy(), atoms[indices.numpy()])


def test_every_size_is_scikit_learns():
    unit = ATOMS / np.linalg.norm(ATOMS, axis=1, keepdims=True)
    for count, found in zip(COUNTS, pursued(torch.from_numpy(X), torch.from_numpy(ATOMS), COUNTS), strict=True):
        theirs = orthogonal_mp(unit.T.astype(float), X.T.astype(float), n_nonzero_coefs=count).T
        assert found[0].shape == found[1].shape == (5, count)
        np.testing.assert_allclose(made(found), theirs @ unit, atol=2e-4)


def test_every_size_is_the_models_own_pursuit():
    ensemble = Ensemble.tied(torch.from_numpy(ATOMS)[None], torch.zeros(1, 30), None, 4)
    for count, found in zip(COUNTS, pursued(torch.from_numpy(X), torch.from_numpy(ATOMS), COUNTS), strict=True):
        codes = matching_pursuit(ensemble.with_k(count), torch.from_numpy(X))
        np.testing.assert_allclose(made(found), ensemble.decode(codes)[0].detach().numpy(), atol=1e-3)


def test_atoms_that_are_there_twice_and_images_that_are_used_up_do_no_harm():
    twice = np.concatenate([ATOMS[:4], ATOMS[:4] * 2, np.zeros((1, 64), np.float32)])
    exact = (ATOMS[:2] * np.float32([[2.0], [0.5]])).sum(0, keepdims=True)
    *_, last = pursued(torch.from_numpy(exact), torch.from_numpy(twice), (2, 9))
    assert np.isfinite(last[0].numpy()).all() and len(set(last[1][0].tolist())) == 9
    np.testing.assert_allclose(made(last, twice), exact, atol=1e-5)
