"""Codes by least squares and matching pursuit, against numpy and scikit-learn, image by image."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.linear_model import orthogonal_mp

from mousaic.errors import MousaicError
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.model.pursuit import least_squares, matching_pursuit


@pytest.fixture(params=[True, False])
def ensemble(request):
    draw = torch.Generator().manual_seed(0)
    weight = torch.randn(2, 30, 20, generator=draw)
    center = torch.rand(2, 20, generator=draw) if request.param else None
    return Ensemble.tied(weight, torch.zeros(2, 30), center, 5).requires_grad_(False)


X = torch.rand(7, 20, generator=torch.Generator().manual_seed(1))


def test_least_squares_weighs_the_chosen_features_best(ensemble):
    own, codes = ensemble.encode(X), least_squares(ensemble, X)
    assert torch.equal(codes.indices, own.indices)
    centered = ensemble.centered(X)
    for m in range(2):
        for b in range(len(X)):
            rows = ensemble.weight[m, codes.indices[m, b]].numpy()
            expected, *_ = np.linalg.lstsq(rows.T, centered[m, b].numpy(), rcond=None)
            np.testing.assert_allclose(codes.values[m, b], expected, atol=1e-3)


def test_matching_pursuit_is_scikit_learns(ensemble):
    codes = matching_pursuit(ensemble, X).dense(30)
    centered = ensemble.centered(X)
    for m in range(2):
        lengths = ensemble.weight[m].norm(dim=1).numpy()
        atoms = ensemble.weight[m].numpy() / lengths[:, None]
        expected = orthogonal_mp(atoms.T, centered[m].numpy().T, n_nonzero_coefs=5).T / lengths
        np.testing.assert_allclose(codes[m], expected, atol=2e-3)


def test_each_kind_reconstructs_better_than_the_one_before(ensemble):
    errors = []
    for kind in ("topk", "least-squares", "omp"):
        codes = coder(ensemble, kind)(X)
        assert codes.values.shape == (2, 7, 5)
        assert all(len(set(row.tolist())) == 5 for member in codes.indices for row in member)
        errors.append((ensemble.decode(codes) - X).square().mean().item())
    assert errors[0] > errors[1] > errors[2]


def test_equal_and_empty_features_do_no_harm():
    weight = torch.ones(1, 6, 4)
    weight[0, 3:] = 0
    ensemble = Ensemble.tied(weight, torch.zeros(1, 6), None, 5).requires_grad_(False)
    for kind in ("least-squares", "omp"):
        codes = coder(ensemble, kind)(torch.full((2, 4), 0.5))
        assert torch.isfinite(codes.values).all()
        torch.testing.assert_close(ensemble.decode(codes)[0], torch.full((2, 4), 0.5), atol=1e-3, rtol=0)


def test_an_unknown_kind_names_the_nearest(ensemble):
    with pytest.raises(MousaicError, match="did you mean 'omp'"):
        coder(ensemble, "opm")
