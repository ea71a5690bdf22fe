"""Scattered images keep what they must keep and lose what they must lose."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mousaic.analysis.stability.structureless import KINDS, structureless
from mousaic.images.image_set import load_images


@pytest.fixture(scope="module")
def images(small_set):
    """Blobs at one place, of values so far inside 0..1 that nothing is cut; two channels that differ by a factor."""
    loaded = load_images(small_set)
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:16, :16] / 16
    shared = np.exp(-((x - 0.3) ** 2 + (y - 0.6) ** 2) / 0.02)
    single = 0.5 + 0.1 * shared * rng.uniform(-1, 1, (len(loaded), 1, 1)) + 0.05 * y
    return dataclasses.replace(loaded, pixels=np.stack([single, 0.5 * single], 1).astype(np.float32))


def correlation(a, b):
    return abs(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.mark.parametrize("kind", KINDS)
def test_mean_and_identity_stay_and_the_shared_part_goes(images, kind):
    before = images.pixels.copy()
    made = structureless(images, kind, seed=0)
    assert (images.pixels == before).all()
    assert made.paths == images.paths and made.groups == images.groups and made.pixels.dtype == np.float32
    mean = images.pixels.mean(0)
    near = np.abs(made.pixels.mean(0) - mean).max() < 0.1 * np.abs(images.pixels - mean).max() * len(images) ** 0.5
    assert near
    before, after = images.pixels - mean, made.pixels - mean
    pairs = [(i, j) for i in range(len(images)) for j in range(i)]
    assert np.mean([correlation(before[i], before[j]) for i, j in pairs]) > 0.95
    assert np.mean([correlation(after[i], after[j]) for i, j in pairs]) < 0.35
    assert np.mean([correlation(before[i], after[i]) for i in range(len(images))]) < 0.35
    np.testing.assert_allclose(before.std((1, 2, 3)), after.std((1, 2, 3)), rtol=1e-3)  # as strong as it was


def test_shuffled_pixels_are_the_same_ones_and_channels_move_together(images):
    made = structureless(images, "pixels", seed=0).pixels
    mean = images.pixels.mean(0, dtype=np.float64)
    np.testing.assert_allclose(
        np.sort((made - mean).reshape(len(made), 2, -1)), np.sort((images.pixels - mean).reshape(len(made), 2, -1)),
        atol=1e-6,
    )  # fmt: skip
    np.testing.assert_allclose((made - mean)[:, 1], 0.5 * (made - mean)[:, 0], atol=1e-6)


def test_phases_keep_the_amplitudes_and_channels_move_together(images):
    made = structureless(images, "phases", seed=0).pixels
    mean = images.pixels.mean(0, dtype=np.float64)
    before, after = np.abs(np.fft.fft2(images.pixels - mean)), np.abs(np.fft.fft2(made - mean))
    np.testing.assert_allclose(after, before, atol=1e-4)
    np.testing.assert_allclose((made - mean)[:, 1], 0.5 * (made - mean)[:, 0], atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_governs_and_values_stay_within_their_range(images, kind):
    one, same, other = (structureless(images, kind, seed).pixels for seed in (0, 0, 1))
    assert (one == same).all() and not np.allclose(one, other)
    stark = dataclasses.replace(images, pixels=np.round(images.pixels * 2 - 0.5 + 0.02).clip(0, 1).astype(np.float32))
    stark.pixels[0, :, :8] = 1
    made = structureless(stark, kind, 0).pixels
    assert made.min() >= 0 and made.max() <= 1
