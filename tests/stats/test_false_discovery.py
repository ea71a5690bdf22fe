"""Of the false discovery rate: the definition, and scipy's bytes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from mousaic.stats.false_discovery import benjamini_hochberg


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=40).map(np.array))
def test_q_is_that_of_scipy_and_of_the_definition(p):
    q = benjamini_hochberg(p)
    np.testing.assert_array_equal(q, false_discovery_control(p, method="bh"))
    order = np.sort(p)
    expected = [min(1, min(order[j] * len(p) / (j + 1) for j in range(i, len(p)))) for i in range(len(p))]
    np.testing.assert_allclose(np.sort(q), expected, rtol=1e-9)


def test_nothing_has_no_q():
    assert benjamini_hochberg(np.zeros(0)).shape == (0,)
