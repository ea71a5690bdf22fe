"""PNG files written here: what another program reads back."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from mousaic.report.figures.png_file import png_of
from mousaic.report.figures.style import DPI, png_bytes


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_pillow_reads_the_same_pixels(height, width, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)[..., :3]
    with Image.open(io.BytesIO(png_of(pixels, 160))) as image:
        assert image.format == "PNG" and image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((160, 160), abs=0.01)
        image.verify()
    with Image.open(io.BytesIO(png_of(pixels, 160))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)


@pytest.mark.painted
@given(st.floats(0.1, 3.0), st.floats(0.1, 3.0))
@example(2.55 * 3 + 0.4, 1.0)  # 1287.9999999999998 dots across, which matplotlib draws as 1288
def test_figures_of_any_size_become_pictures(across, down):
    figure = Figure(figsize=(across, down))
    figure.text(0.5, 0.5, "x")
    with Image.open(io.BytesIO(png_bytes(figure))) as image:
        assert image.size == pytest.approx((across * DPI, down * DPI), abs=1)
        pixels = np.asarray(image)
    assert (pixels != pixels[0, 0]).any()
