"""Scores against their definitions written out, one image and one pixel at a time."""

from __future__ import annotations

import math
import statistics
from itertools import product

import numpy as np
import pytest

from mousaic.stats.reconstruction_scores import Interval, fvu, interval, pearson, squared_error


@pytest.mark.parametrize("most", [60, 2**21])
def test_pearson_and_squared_error_are_their_definitions(few_at_a_time, most):
    few_at_a_time(most)
    rng = np.random.default_rng(0)
    x, y = rng.random((4, 30)).astype(np.float32), rng.random((4, 30)).astype(np.float32)
    pairs = list(zip(x.astype(float).tolist(), y.astype(float).tolist(), strict=True))
    naive_r = [statistics.correlation(b, a) for a, b in pairs]
    np.testing.assert_allclose(pearson(y, x), naive_r, rtol=1e-12)
    naive = [sum((b - a) ** 2 for a, b in zip(i, j, strict=True)) / 30 for i, j in pairs]
    np.testing.assert_allclose(squared_error(y, x), naive, rtol=1e-12)


def test_pearson_of_constants_is_zero():
    flat, image = np.full((1, 5), 0.5), np.arange(5.0)[None]
    assert pearson(flat, image) == pearson(image, flat) == pearson(flat, flat) == 0
    assert pearson(image, image) == pytest.approx(1) and pearson(-image, image) == pytest.approx(-1)


def test_fvu_is_a_ratio_of_sums():
    rng = np.random.default_rng(1)
    x, y, mean = rng.random((3, 6)), rng.random((3, 6)), rng.random(6)
    naive = sum((x - y).ravel() ** 2) / sum((x - mean).ravel() ** 2)
    assert fvu(squared_error(y, x), squared_error(np.broadcast_to(mean, x.shape), x)) == pytest.approx(naive)
    assert fvu(squared_error(mean + 0 * x, x), squared_error(mean + 0 * x, x)) == 1
    assert fvu(np.zeros(2), np.zeros(2)) == 0


def test_interval_is_the_percentiles_of_all_resamples():
    """With three groups there are 27 resamples in all: their distribution is known exactly."""
    values, groups = np.array([0.0, 2.0, 10.0, 5.0]), ["a", "a", "b", "c"]
    sums, counts = {"a": 2.0, "b": 10.0, "c": 5.0}, {"a": 2, "b": 1, "c": 1}
    every = [sum(sums[g] for g in draw) / sum(counts[g] for g in draw) for draw in product("abc", repeat=3)]
    found = interval(values, groups, 0)
    assert found.mean == pytest.approx(17 / 4)
    assert [found.low, found.high] == pytest.approx(np.percentile(np.repeat(every, 1000), [2.5, 97.5]))
    assert (found.low, found.high) == (1, 10)  # three times the worst group, three times the best: 1 in 27 each


def test_interval_of_single_images_has_the_width_of_the_standard_error():
    values = np.random.default_rng(0).normal(0, 1, 400)
    found = interval(values, [str(n) for n in range(400)], 3)
    error = values.std() / math.sqrt(400)
    assert found.low == pytest.approx(values.mean() - 1.96 * error, abs=0.15 * error)
    assert found.high == pytest.approx(values.mean() + 1.96 * error, abs=0.15 * error)


def test_groups_widen_the_interval():
    values = np.repeat(np.random.default_rng(0).normal(0, 1, 20), 10)
    whole = interval(values, [str(n // 10) for n in range(200)], 0)
    apart = interval(values, [str(n) for n in range(200)], 0)
    assert (whole.high - whole.low) / (apart.high - apart.low) == pytest.approx(math.sqrt(10), rel=0.15)


def test_interval_depends_on_the_seed_alone():
    values, groups = np.random.default_rng(0).random(9), list("aabbccdde")
    assert interval(values, groups, 1) == interval(values, groups, 1) != interval(values, groups, 2)


def test_clear_means_without_zero():
    assert Interval(1, 0.1, 2).clear and Interval(-1, -2, -0.1).clear and not Interval(0.5, -0.1, 2).clear
