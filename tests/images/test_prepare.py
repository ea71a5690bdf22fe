"""The square that training sees: shape, range, centring, and no brightness made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.images.prepare import fit_square, prepare

SHAPES = st.tuples(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 3]))
FITS = st.sampled_from(["crop", "letterbox", "stretch"])


@settings(deadline=None, max_examples=150)
@given(SHAPES, st.integers(4, 24), FITS, st.sampled_from(["black", "grey", "white"]), st.integers(0, 2**32 - 1))
def test_any_shape_gives_a_square_in_range(shape, size, fit, background, seed):  # type: ignore[no-untyped-def]
    pixels = np.random.default_rng(seed).random(shape, dtype=np.float32)
    out = prepare(pixels, size, fit, background)
    assert out.shape == (shape[2], size, size) and out.dtype == np.float32
    assert np.isfinite(out).all() and out.min() >= 0 and out.max() <= 1
    content = fit_square(pixels, size, fit)
    assert np.nanmin(content) >= pixels.min() - 1e-5 and np.nanmax(content) <= pixels.max() + 1e-5


@settings(deadline=None, max_examples=60)
@given(SHAPES, st.integers(4, 24), FITS, st.floats(0, 1, width=32))
def test_a_constant_image_stays_constant(shape, size, fit, level):  # type: ignore[no-untyped-def]
    content = fit_square(np.full(shape, level, np.float32), size, fit)
    np.testing.assert_allclose(content[~np.isnan(content)], level, atol=1e-6)


@pytest.mark.parametrize("shape", [(10, 30), (30, 10), (11, 30)])
def test_crop_takes_the_centre(shape: tuple[int, int]) -> None:
    pixels = np.zeros((*shape, 1), np.float32)
    side, spare = min(shape), max(shape) - min(shape)
    first, last = spare // 2, spare // 2 + side
    inside = (slice(None), slice(first, last)) if shape[1] > shape[0] else (slice(first, last), slice(None))
    pixels[inside] = 1
    assert prepare(pixels, side, "crop").min() == 1


def test_crop_without_resize_changes_nothing() -> None:
    pixels = np.random.default_rng(0).random((8, 8, 3), dtype=np.float32)
    np.testing.assert_array_equal(prepare(pixels, 8, "crop"), np.moveaxis(pixels, 2, 0))


def test_letterbox_keeps_everything_between_bars() -> None:
    out = prepare(np.ones((10, 20, 1), np.float32), 8, "letterbox", "grey")[0]
    np.testing.assert_allclose(out[:2], 0.5)
    np.testing.assert_allclose(out[2:6], 1)
    np.testing.assert_allclose(out[6:], 0.5)


def test_stretch_keeps_both_ends() -> None:
    pixels = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[None, :, None], 4, axis=0)
    out = prepare(pixels, 16, "stretch")[0]
    assert (np.diff(out[0]) > 0).all() and out[0, 0] < 0.05 and out[0, -1] > 0.95


def test_reduction_averages_instead_of_picking() -> None:
    """A fine checkerboard becomes even grey; picking single pixels would keep it black and white."""
    board = (np.indices((64, 64)).sum(axis=0) % 2).astype(np.float32)[..., None]
    np.testing.assert_allclose(prepare(board, 8, "crop"), 0.5, atol=0.02)


def test_depth_survives_the_resize() -> None:
    ramp = np.repeat(np.linspace(0, 1, 4096, dtype=np.float32)[:, None], 64, axis=1)[..., None]
    assert len(np.unique(prepare(ramp, 64, "stretch"))) > 60
    assert len(np.unique(np.round(prepare(ramp[:2048] / 100, 512, "stretch") * 255))) < 4  # yet
    assert len(np.unique(prepare(ramp[:2048] / 100, 512, "stretch"))) > 500
