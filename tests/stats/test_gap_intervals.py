"""Gaps between classes: right sizes, and intervals that cover what they should."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.stats.gap_intervals import distance_gap, standard_gap


def test_sizes_are_the_naive_ones():
    rng = np.random.default_rng(0)
    values, mine = rng.normal(size=30), np.arange(30) < 12
    found = standard_gap(values, mine, rng)
    assert found.effect == pytest.approx((values[mine].mean() - values[~mine].mean()) / values.std())
    rows, columns = rng.normal(size=(2, 30))
    away = np.hypot(rows[mine].mean() - rows[~mine].mean(), columns[mine].mean() - columns[~mine].mean())
    assert distance_gap(rows, columns, mine, rng).effect == pytest.approx(away)


def test_values_that_never_vary_have_no_gap():
    assert standard_gap(np.ones(8), np.arange(8) < 4, np.random.default_rng(0)) == (0.0, 0.0, 0.0)


def test_intervals_cover_the_true_gap_about_as_often_as_they_say():
    rng = np.random.default_rng(3)
    mine = np.arange(60) < 30
    truth, inside = 1 / np.sqrt(1 + 0.25), 0  # a gap of 1 between normal numbers of deviation 1, halves of equal size
    for _ in range(200):
        found = standard_gap(rng.normal(size=60) + mine, mine, rng)
        inside += found.low <= truth <= found.high
    assert 178 <= inside <= 199  # 95 % of 200 is 190; percentiles of 30 are a little short
