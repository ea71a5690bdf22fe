"""Near pairs: found among many, against a naive double loop."""

from __future__ import annotations

import numpy as np

from mousaic.images.near_duplicates import ALIKE, near_pairs


def test_planted_pairs_among_many() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.random((1300, 1, 32, 32), dtype=np.float32)
    pixels[900] = 0.8 * pixels[3] + 0.1 + 0.02 * rng.random((1, 32, 32), dtype=np.float32)
    pixels[1299] = pixels[600]
    found = near_pairs(pixels)
    assert found.pairs == [(3, 900), (600, 1299)] and found.total == 2
    assert near_pairs(pixels, most=1) == ([(3, 900)], 2)


def test_agrees_with_a_double_loop() -> None:
    rng = np.random.default_rng(1)
    bases = rng.random((4, 1, 16, 16))
    pixels = np.stack([bases[i % 4] + 0.35 * rng.random() * rng.random((1, 16, 16)) for i in range(30)])
    flat = pixels.reshape(30, -1)
    beyond = flat - flat.mean(axis=0)
    naive = [
        (i, j)
        for i in range(30)
        for j in range(i + 1, 30)
        if np.corrcoef(flat[i], flat[j])[0, 1] >= ALIKE and np.corrcoef(beyond[i], beyond[j])[0, 1] >= 0.9
    ]
    assert 0 < len(naive) < 30 * 29 / 2
    assert near_pairs(pixels.astype(np.float32)).pairs == naive


def test_common_background_does_not_make_a_pair() -> None:
    rng = np.random.default_rng(2)
    background = rng.random((1, 32, 32)).repeat(20, axis=0)[:, None]
    spots = np.zeros((20, 1, 32, 32))
    for i in range(20):
        spots[i, 0, (i // 5) * 8 : (i // 5) * 8 + 4, (i % 5) * 6 : (i % 5) * 6 + 4] = 0.15
    assert near_pairs((background + spots).astype(np.float32)).total == 0


def test_images_without_contrast_and_tiny_ones() -> None:
    assert near_pairs(np.full((3, 1, 16, 16), 0.5, np.float32)).total == 0
    assert near_pairs(np.zeros((1, 3, 4, 4), np.float32)).total == 0
    assert near_pairs(np.random.default_rng(0).random((12, 3, 5, 5), dtype=np.float32)).total == 0
