"""The tails against every possible set, and against scipy where there are too many."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

import mousaic.stats.shared_by_chance as tails
from mousaic.stats.shared_by_chance import shared_by_chance


@pytest.mark.parametrize("n", [1, 3, 6])
def test_as_counting_all_sets(n):
    for a in range(n + 1):
        for b in range(n + 1):
            common = np.array([len(set(range(a)) & set(other)) for other in combinations(range(n), b)])
            for shared in range(max(0, a + b - n), min(a, b) + 1):
                least, most = shared_by_chance(n, np.array([a]), np.array([b]), np.array([shared]))
                assert least[0] == pytest.approx((common >= shared).mean())
                assert most[0] == pytest.approx((common <= shared).mean())


@given(st.data(), st.integers(2, 400))
def test_as_scipy_however_it_is_cut(data, n):
    count = data.draw(st.integers(1, 12))
    a, b = (np.array(data.draw(st.lists(st.integers(0, n), min_size=count, max_size=count))) for _ in "ab")
    shared = np.array([data.draw(st.integers(max(0, i + j - n), min(i, j))) for i, j in zip(a, b, strict=True)])
    whole, tails.BLOCK = tails.BLOCK, data.draw(st.sampled_from([1, 50, 2**20]))
    try:
        least, most = shared_by_chance(n, a, b, shared)
    finally:
        tails.BLOCK = whole
    np.testing.assert_allclose(least, hypergeom.sf(shared - 1, n, a, b), rtol=1e-9)
    np.testing.assert_allclose(most, hypergeom.cdf(shared, n, a, b), rtol=1e-9)
