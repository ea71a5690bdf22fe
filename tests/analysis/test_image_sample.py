"""The sample of an analysis: its size, its shares, its groups, and that small sets are whole."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.image_sample import MOST, sampled


def names(group):
    return [f"g{i}" for i in group]


def test_sets_up_to_the_limit_are_whole():
    labels = np.zeros(MOST, np.int64)
    assert np.array_equal(sampled(labels, names(range(MOST)), ["train"] * MOST, 0), np.arange(MOST))


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 12), st.integers(0, 9), st.integers(1, 80))
def test_every_class_of_every_part_keeps_its_share(count, classes, groups, seed, most):
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, count)
    labels, parts = rng.integers(-1, classes, count), [("train", "validation")[g % 2] for g in group]
    chosen = sampled(labels, names(group), parts, seed, most)
    assert np.array_equal(chosen, np.unique(chosen))
    assert np.array_equal(chosen, sampled(labels, names(group), parts, seed, most))
    if count <= most:
        assert len(chosen) == count
        return
    of_all = Counter(zip(parts, labels.tolist(), strict=True))
    of_chosen = Counter((parts[i], int(labels[i])) for i in chosen)
    for stratum, size in of_all.items():
        assert of_chosen[stratum] == max(1, round(size * most / count))


def test_one_image_of_each_group_comes_before_a_second_of_any():
    group = np.repeat(np.arange(40), 25)
    chosen = sampled(np.zeros(1000, np.int64), names(group), ["train"] * 1000, 3, most=100)
    assert set(Counter(group[chosen].tolist()).values()) == {2, 3}
    few = sampled(np.zeros(1000, np.int64), names(group), ["train"] * 1000, 3, most=30)
    assert set(Counter(group[few].tolist()).values()) == {1}
    assert not np.array_equal(few, sampled(np.zeros(1000, np.int64), names(group), ["train"] * 1000, 4, most=30))
