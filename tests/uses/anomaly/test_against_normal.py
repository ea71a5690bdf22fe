"""Base scores on one scale, held against normal images."""

from __future__ import annotations

import math
import statistics

import numpy as np

from mousaic.uses.anomaly.against_normal import against_normal


def test_as_a_naive_loop():
    draw = np.random.default_rng(0)
    normal, new = np.exp(draw.normal(2, 3, (9, 3))), np.exp(draw.normal(2, 3, (4, 3)))
    found = against_normal(normal, new)
    for j in range(3):
        logs = [math.log(value) for value in normal[:, j]]
        mean, spread = statistics.fmean(logs), statistics.pstdev(logs)
        np.testing.assert_allclose(found.normal[:, j], [(one - mean) / spread for one in logs])
        np.testing.assert_allclose(found.new[:, j], [(math.log(one) - mean) / spread for one in new[:, j]])


def test_scores_that_are_all_the_same_have_a_scale():
    found = against_normal(np.full((5, 1), 2.0), np.array([[2.0], [3.0]]))
    assert np.isfinite(found.normal).all() and (found.normal == 0).all()
    assert found.new[0, 0] == 0 < found.new[1, 0] < np.inf


def test_p_of_the_mean_is_uniform_for_images_like_the_normal_ones():
    draw = np.random.default_rng(1)
    below = []
    for _ in range(1500):
        scores = np.exp(draw.normal(size=(20, 3)))
        found = against_normal(scores[1:], scores[:1])
        below.append((1 + (found.normal.mean(1) >= found.new.mean()).sum()) / 20)
    for level in (0.1, 0.3, 0.5):
        assert abs(np.mean(np.array(below) <= level + 1e-9) - level) < 0.035
