"""What features of each size carry, against sums over images and features."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.analysis.features.window_sizes import explained_by, window_sides_of, window_sizes
from mousaic.words.put import put


def windowed(features: int = 12, side: int = 8) -> np.ndarray:
    """A member of small windows, oblong ones and whole features, in turn; the first is empty."""
    rng = np.random.default_rng(0)
    weight = rng.normal(size=(1, features, 1, side, side))
    for h in range(features):
        if h % 3 == 0:
            kept = weight[0, h, 0, 2:5, 4:7].copy()
            weight[0, h] = 0
            weight[0, h, 0, 2:5, 4:7] = kept
        elif h % 3 == 1:
            weight[0, h, 0, :, 5:] = 0
            weight[0, h, 0, 4:] = 0
    weight[0, 0] = 0
    return weight.reshape(1, features, -1)


def test_sides_are_those_of_the_box_around_a_picture():
    sides = window_sides_of(windowed().astype(np.float32), 8, 8)
    assert sides.tolist() == [[0, 5, 8, 3, 5, 8, 3, 5, 8, 3, 5, 8]]


def test_shares_are_sums_of_what_each_feature_adds(make_evidence):
    weight = windowed()
    evidence = make_evidence(weight=weight, shape=(1, 8, 8), k=4)
    found = window_sizes(evidence)
    z = np.zeros((len(evidence.images), 12))
    for image in range(len(z)):
        for value, index in zip(evidence.codes.values[image, 0], evidence.codes.indices[image, 0], strict=True):
            z[image, index] = value
    centred = evidence.flat - evidence.model.ensemble.center[0].detach().numpy()
    slow = np.array([sum(z[i, h] * (weight[0, h] @ centred[i]) for i in range(len(z))) for h in range(12)])
    np.testing.assert_allclose(explained_by(evidence)[0], slow, rtol=1e-3, atol=1e-4)
    # Together: the inner product of reconstructions and images, both less the centre.
    y = evidence.reconstruction[:, 0] - evidence.model.ensemble.center[0].detach().numpy()
    np.testing.assert_allclose(slow.sum(), (y * centred).sum(), rtol=1e-3)
    expected = [slow[side::3].sum() / slow.sum() for side in (3, 1, 2)]
    assert found.columns["side"] == [3, 5, 8] and found.columns["features"] == [3, 4, 4]
    np.testing.assert_allclose(found.columns["share"], expected, rtol=1e-3, atol=1e-4)
    assert put(found.said[0]).startswith("Of what the codes explain of these images, windows of 3 pixels carry ")
    assert "features of the whole image carry" in put(found.said[0])


@pytest.mark.parametrize("features", [6])
def test_features_of_one_size_say_nothing(make_evidence, features):
    assert window_sizes(make_evidence(features=features)) is None
    silent = make_evidence(weight=windowed(), shape=(1, 8, 8), pixels=torch.full((4, 1, 8, 8), 0.5).numpy())
    assert sum(window_sizes(silent).columns["share"]) in (0.0, pytest.approx(1.0))
