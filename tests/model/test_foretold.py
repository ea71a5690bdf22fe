"""Codes of one pass that foretell matching pursuit's: the features by a linear map, the values by least squares."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.model.fast.weighing import RIDGE
from mousaic.model.member_parts import Parts

FORETOLD = Parts(sparsity="omp-foretold")


def an_ensemble(members: int, features: int, pixels: int, k: int, dtype: torch.dtype = torch.float32) -> Ensemble:
    draw = torch.Generator().manual_seed(features)
    rows = torch.randn(members, features, pixels, generator=draw, dtype=dtype)
    ensemble = Ensemble.of_rows(rows, k, torch.randn(pixels, generator=draw, dtype=dtype), FORETOLD)
    ensemble.values["foretell"].data = torch.randn(members, features, features, generator=draw, dtype=dtype)
    ensemble.values["bias"].data += 0.3  # counts for nothing
    return ensemble


@given(st.integers(1, 3), st.integers(1, 9), st.integers(1, 6), st.integers(1, 5), st.integers(1, 9))
def test_features_of_the_map_and_values_of_least_squares(members, features, pixels, images, k):
    k = min(k, features)
    ensemble = an_ensemble(members, features, pixels, k, torch.float64).requires_grad_(False)
    x = torch.randn(images, pixels, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    codes = ensemble.encode(x)
    for member in range(members):
        rows, center = ensemble.weight[member].numpy(), ensemble.center[member].numpy()
        for image in range(images):
            seen = x[image].numpy() - center
            foretold = np.abs(rows @ seen @ ensemble.foretell[member].numpy())
            chosen = codes.indices[member, image].numpy()
            np.testing.assert_allclose(sorted(foretold[chosen]), sorted(foretold)[-k:])
            ridge = np.sqrt(RIDGE * np.mean(np.square(rows[chosen]).sum(1)))
            left = np.vstack([rows[chosen].T, ridge * np.eye(k)])
            expected, *_ = np.linalg.lstsq(left, np.append(seen, np.zeros(k)), rcond=None)
            np.testing.assert_allclose(codes.values[member, image], expected, rtol=1e-6, atol=1e-6)


def test_gradients_go_through_the_values():
    ensemble = an_ensemble(1, 7, 6, 3, torch.float64)
    x = torch.randn(4, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(2))

    def error(rows: torch.Tensor) -> torch.Tensor:
        given = {**ensemble.values, "weight": rows}
        return (ensemble.decoder.decode(given, ensemble.sparsity.select(given, ensemble.encoder.preactivations(
            given, ensemble.centered(x)), 3)) - x).square()  # fmt: skip

    assert torch.autograd.gradcheck(error, ensemble.weight.detach().clone().requires_grad_(True))
