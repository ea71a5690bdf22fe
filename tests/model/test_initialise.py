from __future__ import annotations

import torch

from mousaic.model.initialise import orthogonal


def test_rows_are_orthonormal_when_there_are_fewer_features_than_pixels():
    for weight in orthogonal(2, 10, 30, seed=0):
        torch.testing.assert_close(weight @ weight.T, torch.eye(10), rtol=0, atol=1e-5)


def test_columns_are_orthonormal_when_there_are_more_features_than_pixels():
    for weight in orthogonal(2, 30, 10, seed=0):
        torch.testing.assert_close(weight.T @ weight, torch.eye(10), rtol=0, atol=1e-5)


def test_members_differ_and_do_not_depend_on_how_many_there_are():
    three, five = orthogonal(3, 4, 9, seed=7), orthogonal(5, 4, 9, seed=7)
    assert torch.equal(three, five[:3])
    assert not torch.allclose(three[0], three[1])
    assert not torch.equal(three, orthogonal(3, 4, 9, seed=8))
    assert torch.equal(three, orthogonal(3, 4, 9, seed=7))
