"""Ranks as scipy has them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.stats import rankdata

from mousaic.stats.mean_ranks import mean_ranks


@given(arrays(np.float64, array_shapes(max_dims=2, max_side=9), elements=st.integers(-3, 3).map(float)))
def test_ties_share_the_mean_of_their_ranks(values):
    np.testing.assert_array_equal(mean_ranks(values), rankdata(values, axis=0))
