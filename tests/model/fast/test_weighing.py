"""Least squares from products: as numpy has it, and finite where features outnumber the numbers of an image."""

from __future__ import annotations

import numpy as np
import torch

from mousaic.model.fast.weighing import weighed


def test_as_least_squares() -> None:
    rows, x = torch.randn(5, 40), torch.randn(3, 40)
    gram = (rows @ rows.T).expand(3, 5, 5)
    expected = np.linalg.lstsq(rows.numpy().T, x.numpy().T, rcond=None)[0].T
    np.testing.assert_allclose(weighed(gram, x @ rows.T).numpy(), expected, atol=1e-4)


def test_more_features_than_numbers() -> None:
    torch.manual_seed(0)
    rows, x = 30 * torch.randn(190, 100), torch.randn(2, 100)
    gram = (rows @ rows.T).expand(2, 190, 190)
    skewed = gram - 1e-2 * torch.eye(190)  # what rounding may leave: not positive definite
    made = weighed(skewed, x @ rows.T) @ rows
    assert torch.isfinite(made).all() and (made - x).square().mean() < 0.05
