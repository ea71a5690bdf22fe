"""Places of prepared images in pixels of their files: a spot that is put into a file is found there again."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.config import ImageOptions
from mousaic.images.file_places import file_places
from mousaic.images.prepare import prepare


@settings(max_examples=60)
@given(
    st.integers(60, 150), st.integers(60, 150), st.sampled_from(["crop", "letterbox", "stretch"]),
    st.floats(0.3, 0.7), st.floats(0.3, 0.7),
)  # fmt: skip
def test_a_spot_comes_back_to_where_it_was(height, width, fit, down, across):
    side = min(height, width)
    y, x = height / 2 + (down - 0.5) * side * 0.9, width / 2 + (across - 0.5) * side * 0.9
    rows, columns = np.mgrid[:height, :width]
    file = np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / 32)[..., None].astype(np.float32)
    small = prepare(file, 40, fit)[0].astype(np.float64)
    at = (np.arange(40) + 0.5) / 40
    row, column = (small.sum(1) * at).sum() / small.sum(), (small.sum(0) * at).sum() / small.sum()
    options = ImageOptions(size=40, fit=fit)
    found = file_places(np.array([[row]]), np.array([[column]]), np.array([[height, width]]), options)
    np.testing.assert_allclose([found[0][0, 0], found[1][0, 0]], [x, y], atol=0.6)
