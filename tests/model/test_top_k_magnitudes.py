"""The k pre-activations furthest from 0."""

from __future__ import annotations

import torch

from mousaic.model.member_parts import MAGNITUDES, SPARSITIES


def test_the_furthest_from_0_are_kept_with_their_signs():
    a = torch.tensor([[[0.5, -3.0, 1.0, 2.0, -0.1]]])
    codes = SPARSITIES.load(MAGNITUDES).select({}, a, 3)
    assert codes.dense(5).tolist() == [[[0.0, -3.0, 1.0, 2.0, 0.0]]]
