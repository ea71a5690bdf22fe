"""Matching at every place against the slow, obvious version."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.parts.matching import Pictures, match, pictures_of, softness_of


def slow_match(images: np.ndarray, windows: np.ndarray, softness: float) -> np.ndarray:
    """One window at a time; the image is mirrored at its border."""
    count, _, size, _ = images.shape
    side = windows.shape[-1]
    half = side // 2
    found = np.zeros((count, len(windows), size, size))
    for n, image in enumerate(np.pad(images, ((0, 0), (0, 0), (half, half), (half, half)), mode="reflect")):
        for row in range(size):
            for column in range(size):
                seen = image[:, row : row + side, column : column + side]
                seen = seen - seen.mean((1, 2), keepdims=True)
                for p, window in enumerate(windows):
                    wanted = window - window.mean((1, 2), keepdims=True)
                    wanted = wanted / max(np.linalg.norm(wanted), 1e-6)
                    found[n, p, row, column] = (wanted * seen).sum() / (np.linalg.norm(seen) + softness)
    return found


@settings(max_examples=25)
@given(st.integers(1, 2), st.integers(1, 3), st.sampled_from([3, 5]), st.integers(6, 8), st.integers(1, 3))
def test_match_is_the_slow_correlation(images, channels, side, size, windows):
    draw = np.random.default_rng(size)
    x = draw.random((images, channels, size, size))
    w = draw.random((windows, channels, side, side))
    found = match(torch.from_numpy(x), pictures_of(torch.from_numpy(w), 0.05))
    np.testing.assert_allclose(found.numpy(), slow_match(x, w, 0.05), atol=1e-6)


def test_neither_light_nor_contrast_counts_and_an_even_wall_is_like_nothing():
    draw = np.random.default_rng(0)
    x = torch.from_numpy(draw.random((1, 1, 12, 12))).float()
    x[..., :4] = 0.3
    pictures = Pictures(pictures_of(x[:, :, 4:9, 6:11], 0.0).squares, softness_of(x, 5))
    found = match(x, pictures)[0, 0]
    assert int(found.argmax()) == 6 * 12 + 8  # where it was cut out
    softer = Pictures(pictures.squares, 0.5 * pictures.softness)
    torch.testing.assert_close(match(0.5 * x + 0.2, softer), match(x, pictures), atol=1e-5, rtol=0)
    assert float(found[2:10, :2].abs().max()) < 1e-3
