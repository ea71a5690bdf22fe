"""Where mean images differ: planted places are found, others are not, and groups count alike."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import adaptive_avg_pool2d

from mousaic.analysis.classes.class_means import SIDE, class_means
from mousaic.stats.permutation import permutation_test


def test_a_planted_place_passes_and_no_other(make_evidence):
    rng = np.random.default_rng(0)
    pixels = rng.normal(0.5, 0.05, (30, 1, 6, 6))
    pixels[1::2, 0, 2, 4] += 0.3
    found = class_means(make_evidence(pixels=pixels))
    assert np.argwhere(found.passed).tolist() == [[2, 4]] and found.best[2, 4] == 1
    np.testing.assert_allclose(found.means[1], pixels[1::2].mean(0), atol=1e-6)
    np.testing.assert_allclose(found.others[1], pixels[::2].mean(0), atol=1e-6)


def test_chance_gives_nothing_and_the_level_holds(make_evidence):
    passed = 0
    for seed in range(40):
        pixels = np.random.default_rng(seed).normal(0.5, 0.1, (16, 1, 6, 6))
        passed += bool(class_means(make_evidence(pixels=pixels), permutations=200).passed.any())
    assert passed <= 6  # 5 % of 40 is 2; more than 6 has a chance of 0.3 %


def test_groups_count_alike_and_large_images_are_tested_as_blocks(make_evidence):
    side = 2 * SIDE
    pixels = np.zeros((6, 3, side, side), np.float32)
    pixels[0], pixels[1] = 1.0, 1.0  # two images of one group, then one of another of the same class
    evidence = make_evidence(
        pixels=pixels, labels=[0, 0, 0, 1, 1, 1], groups=("a", "a", "b", "c", "d", "e"), features=3, k=2, members=1,
        shape=(3, side, side),
    )  # fmt: skip
    found = class_means(evidence)
    assert found.means[0].mean() == pytest.approx(0.5) and found.p.shape == (SIDE, SIDE)


@pytest.mark.parametrize("side", [6, SIDE + 10])
def test_means_and_p_are_the_naive_ones(make_evidence, few_at_a_time, side):
    rng = np.random.default_rng(0)
    labels, groups = np.array([0, 1, 2, -1] * 6), [f"g{i // 5}" for i in range(24)]
    pixels = rng.random((24, 3, side, side), np.float32)
    few_at_a_time(24 * 3 * side**2 // 5)
    evidence = make_evidence(pixels=pixels, labels=labels, groups=groups, features=3, members=1, names=tuple("abc"))
    found, units = class_means(evidence, permutations=300), evidence.units
    whole = units.means(pixels.reshape(24, -1).astype(float)).reshape(-1, 3, side, side)
    for c in range(3):
        np.testing.assert_allclose(found.means[c], whole[units.label == c].mean(0), rtol=1e-6)
        np.testing.assert_allclose(found.others[c], whole[units.label != c].mean(0), rtol=1e-6)
    small = adaptive_avg_pool2d(torch.from_numpy(whole), min(side, SIDE)).mean(1).flatten(1).numpy()
    tested = permutation_test([small], units, 300)
    np.testing.assert_allclose(found.p.ravel(), tested.family(), atol=1.01 / 301)
    assert (found.best.ravel() == tested.observed.best_class).mean() > 0.999


def test_one_class_or_none(make_evidence):
    assert class_means(make_evidence(labels=np.zeros(16, int))) is None
    assert class_means(make_evidence(labels=np.full(16, -1))) is None
