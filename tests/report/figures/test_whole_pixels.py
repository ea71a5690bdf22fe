"""Sheets of pictures: their pixels as they are, and at any other size what matplotlib makes of them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from mousaic.report.figures.style import DPI, png_bytes
from mousaic.report.figures.tiles import Sheet
from mousaic.report.figures.whole_pixels import WholePixels


def sheet() -> Sheet:
    made = Sheet(140, 95, "", "")
    made.pixels[:] = np.random.default_rng(0).integers(0, 255, made.pixels.shape)
    return made


def test_the_pixels_are_those_of_the_sheet() -> None:
    made = sheet()
    drawn = np.asarray(Image.open(io.BytesIO(png_bytes(made.figure()))).convert("RGB"))
    np.testing.assert_array_equal(drawn, made.pixels)


@pytest.mark.parametrize("dpi", [DPI, 2 * DPI, DPI / 2])
def test_they_are_what_matplotlib_itself_would_draw(dpi: float) -> None:
    made, drawn = sheet(), []
    made.cross(30, 40, 50)
    for plain in (False, True):
        figure = made.figure()
        (image,) = figure.axes[0].images
        assert isinstance(image, WholePixels)
        if plain:
            image.remove()
            extent = (0, made.width, made.height, 0)
            figure.axes[0].imshow(made.pixels, extent=extent, interpolation="nearest", aspect="auto")
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dpi)
        drawn.append(np.asarray(Image.open(buffer)))
    assert drawn[0].std() > 10
    np.testing.assert_array_equal(*drawn)
