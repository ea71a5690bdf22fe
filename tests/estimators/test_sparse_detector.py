"""Odd rows, with a p that keeps its level."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import config_context
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mousaic import SparseAutoencoderDetector

RNG = np.random.default_rng(0)
MIX = RNG.normal(size=(8, 8))
SMALL = {"features": 12, "k": 2, "epochs": 1, "folds": 3, "options": {"threads": 1}}


def rows(count, seed):
    return np.random.default_rng(seed).normal(size=(count, 8)) @ MIX


@pytest.fixture(scope="module")
def detector():
    return SparseAutoencoderDetector(**SMALL).fit(rows(79, 1))


def test_odd_rows_are_odd_and_normal_ones_seldom(detector):
    odd = rows(20, 2) + 20 * RNG.normal(size=(20, 8))
    assert (detector.predict(odd) == -1).mean() > 0.9
    assert detector.score_samples(odd).mean() < detector.score_samples(rows(20, 3)).mean() - 2
    called = [
        (SparseAutoencoderDetector(**SMALL).fit(rows(39, s)).predict(rows(60, 99)) == -1).mean() for s in range(6)
    ]
    assert np.mean(called) < 0.09  # 0.05 on average over what was normal


def test_p_is_the_share_of_normal_rows_that_score_as_high(detector):
    new = rows(50, 4)
    score = -detector.score_samples(new)
    expected = [(1 + (detector.normal_scores_ >= one).sum()) / 80 for one in score]
    assert np.allclose(detector.p_values(new), expected)
    for level in (0.05, 0.0125, 0.3, 0.99):
        detector.set_params(level=level)
        detector.offset_ = detector._offset()
        assert np.array_equal(detector.predict(new) == -1, detector.p_values(new) <= level)
    detector.set_params(level=0.05)


def test_too_few_rows_can_call_none_odd():
    few = SparseAutoencoderDetector(**SMALL).fit(rows(12, 1))
    assert few.offset_ == -np.inf and (few.predict(1000 * rows(5, 2)) == 1).all()
    with pytest.raises(ValueError, match="2 groups are too few"):
        SparseAutoencoderDetector(**SMALL).fit(rows(12, 1), groups=[0, 1] * 6)
    with pytest.raises(ValueError, match="level=5"):
        SparseAutoencoderDetector(level=5).fit(rows(12, 1))


def test_groups_count_as_one_and_can_be_routed():
    groups = np.repeat(np.arange(26), 3)
    grouped = SparseAutoencoderDetector(**SMALL).fit(rows(78, 1), groups=groups)
    assert len(grouped.normal_scores_) == 26
    with config_context(enable_metadata_routing=True):
        asked = SparseAutoencoderDetector(**SMALL).set_fit_request(groups=True)
        routed = make_pipeline(StandardScaler(with_mean=False, with_std=False), asked).fit(rows(78, 1), groups=groups)
    assert np.array_equal(routed[-1].normal_scores_, grouped.normal_scores_)


def test_images_have_parts_and_odd_ones_are_found():
    rng = np.random.default_rng(0)
    images = np.clip(rng.normal(0.2, 0.03, (24, 12, 12)), 0, 1)
    for i, image in enumerate(images):
        image[3 + i % 3 : 6 + i % 3, 4:8] = 0.9
    odd = images[:4].transpose(0, 2, 1)[:, ::-1]
    found = SparseAutoencoderDetector(**SMALL | {"epochs": 2}).fit(images)
    assert found._bases.shape[1] == 5  # parts' presences and places among them
    assert (found.p_values(odd) == 1 / 25).all()
