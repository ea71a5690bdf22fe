"""PNG files written here: what another program reads back."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mousaic.report.figures.png_file import png_of


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_pillow_reads_the_same_pixels(height, width, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)[..., :3]
    with Image.open(io.BytesIO(png_of(pixels, 160))) as image:
        assert image.format == "PNG" and image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((160, 160), abs=0.01)
        image.verify()
    with Image.open(io.BytesIO(png_of(pixels, 160))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)
