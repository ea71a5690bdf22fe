"""Parts of two halves of the images: found again where they move together, and not where images are shuffled."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mousaic.analysis.parts.few_parts import COPY, TOGETHER
from mousaic.analysis.parts.part_set import FoundParts, learn_parts
from mousaic.analysis.parts.parts_again import found_again, parts_again, same_home
from mousaic.analysis.stability.stability_result import PartsAgain
from mousaic.analysis.stability.structureless import structureless
from mousaic.images.image_set import ImageSet


def moving(images=40, seed=0, size=24):
    """A bright disc that wanders along a row, on faint noise; an image set of groups of one."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    at = rng.uniform(7, size - 8, images)
    disc = np.exp(-((x - at[:, None, None]) ** 2 + (y - 12) ** 2) / 6)
    pixels = 0.3 + 0.5 * disc + 0.01 * rng.standard_normal((images, size, size))
    return ImageSet.from_arrays(pixels.clip(0, 1).astype(np.float32), np.arange(images) % 2)


def places(row, column):
    everywhere = np.ones_like(row)
    return FoundParts(everywhere, row, column, everywhere > 0)


def naive(here, there, near, order):
    """Pair by pair, image by image."""
    row, column = there.row[order], there.column[order]
    pairs = np.zeros(near.shape, bool)
    for p, q in np.ndindex(*near.shape):
        down = (row[:, q] - np.median(row[:, q])) - (here.row[:, p] - np.median(here.row[:, p]))
        across = (column[:, q] - np.median(column[:, q])) - (here.column[:, p] - np.median(here.column[:, p]))
        kept = sum(bool(np.hypot(d, a) <= TOGETHER) for d, a in zip(down, across, strict=True))
        pairs[p, q] = near[p, q] and kept / len(row) >= COPY
    return sum(pairs[p].any() for p in range(len(pairs))) + sum(pairs[:, q].any() for q in range(pairs.shape[1]))


@pytest.mark.parametrize("seed", range(3))
def test_counted_pair_by_pair(seed):
    rng = np.random.default_rng(seed)
    row, column = rng.uniform(0, 1, (2, 30, 6))
    shifted = places(row[:, [2, 0, 5]] + 0.05, column[:, [2, 0, 5]] - 0.1)
    shifted.row[:, 2] = rng.uniform(0, 1, 30)
    near = rng.random((6, 3)) < 0.8
    near[2, 0] = near[0, 1] = True
    here, order = places(row, column), np.arange(30)
    assert found_again(here, shifted, near, order) == naive(here, shifted, near, order) == 4
    shuffled = rng.permutation(30)
    assert found_again(here, shifted, near, shuffled) == naive(here, shifted, near, shuffled) == 0
    assert found_again(here, shifted, np.zeros_like(near), order) == 0  # at other homes


def test_what_wanders_is_found_again_and_not_with_images_shuffled():
    images = moving()
    found = parts_again(images, count=8)
    assert found is not None and found.found >= 4 and found.most_by_chance <= 1
    assert found == parts_again(images, count=8)
    assert found.parts >= found.found and found.shuffles == 20


def test_images_without_parts_in_common_have_none():
    rng = np.random.default_rng(0)
    images = moving()
    found = parts_again(dataclasses.replace(images, pixels=rng.random(images.pixels.shape, np.float32)), count=8)
    assert found is not None and not found.beyond


def test_stains_that_any_picture_follows_are_no_parts():
    images = moving(seed=4)
    found = parts_again(structureless(images, "phases", 5), count=8)
    assert found is not None and not found.beyond
    assert PartsAgain(40, 30, 10.0, 14, 20, 12, 40).beyond
    assert not PartsAgain(40, 30, 10.0, 30, 20, 12, 40).beyond and not PartsAgain(40, 18, 5.0, 9, 20, 15, 40).beyond
    assert not PartsAgain(0, 0, 0.0, 0, 20, 0, 0).beyond


def test_even_images_and_flat_vectors_have_no_parts():
    images = moving()
    assert parts_again(dataclasses.replace(images, pixels=np.full_like(images.pixels, 0.5))) is None
    flat = ImageSet.from_arrays(images.pixels.reshape(len(images), -1)[:, :50], np.arange(len(images)) % 2)
    assert parts_again(flat) is None


def test_a_part_is_at_its_own_home():
    parts = learn_parts(moving(), 8)
    assert same_home(parts, parts).diagonal().all()
