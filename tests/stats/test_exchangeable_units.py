"""Units, blocks and labelings against enumeration."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.stats.exchangeable_units import Units


def naive_labelings(units):
    """Every distinct way to permute labels within blocks, by brute force."""
    ways = set()
    for order in permutations(range(len(units))):
        if all(units.block[i] == units.block[j] for i, j in enumerate(order)):
            ways.add(tuple(units.label[list(order)].tolist()))
    return ways


def simple(*counts, parts=None):
    """One image a group, so many of each class."""
    labels = np.repeat(np.arange(len(counts)), counts)
    return Units(labels, [str(i) for i in range(len(labels))], parts or ["train"] * len(labels))


def test_single_images_are_units_and_groups_are_averaged():
    units = Units(np.array([0, 0, 1, 1, -1]), ["a", "a", "b", "c", "d"], ["train"] * 5)
    assert units.label.tolist() == [0, 1, 1] and units.of_image.tolist() == [0, 0, 1, 2, -1]
    assert len(set(units.block.tolist())) == 1 and units.paired == 0 and units.classes == [0, 1]
    means = units.means(np.array([[1.0], [3.0], [5.0], [7.0], [100.0]]))
    assert means[:, 0].tolist() == [2, 5, 7]


def test_a_group_of_two_classes_is_compared_with_itself():
    units = Units(np.array([0, 1, 0, 1, 1]), ["a", "a", "b", "b", "c"], ["train"] * 5)
    assert units.paired == 2 and units.labelings == 4  # both pairs may be swapped, c has nobody to swap with
    assert {tuple(row) for row in units.deal(100, 0).tolist()} == naive_labelings(units)


def test_parts_are_not_mixed():
    units = simple(2, 2, parts=["train", "validation", "train", "validation"])
    assert units.labelings == 4 and naive_labelings(units) == {tuple(r) for r in units.deal(9, 0).tolist()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.booleans()), min_size=2, max_size=6), st.data())
def test_labelings_are_all_there_once(rows, data):
    labels = np.array([label for label, _, _ in rows])
    groups = [f"{group}{'ab'[part]}" for _, group, part in rows]  # a group is on one side of the split
    units = Units(labels, groups, ["train" if part else "validation" for _, _, part in rows])
    naive = naive_labelings(units)
    assert units.labelings == len(naive)
    dealt = units.deal(1000, 0)
    assert len(dealt) == len(naive) and {tuple(row) for row in dealt.tolist()} == naive


def test_random_labelings_keep_every_block():
    units = simple(9, 8, parts=["train"] * 12 + ["validation"] * 5)
    dealt = units.deal(200, 3)
    assert dealt.shape == (200, 17) and np.array_equal(dealt, units.deal(200, 3))
    assert not np.array_equal(dealt, units.deal(200, 4))
    for part in (slice(0, 12), slice(12, 17)):
        assert (dealt[:, part].sum(1) == units.label[part].sum()).all()
    assert len(np.unique(dealt, axis=0)) > 100


@pytest.mark.parametrize(
    ("counts", "floor"),
    [
        ((4, 4), 2 / math.comb(8, 4)),  # the 0.029 below which nothing can fall
        ((3, 4), 1 / math.comb(7, 3)),
        ((2, 2, 2), 3 / math.comb(6, 2)),
        ((1, 9), 1 / 10),
        ((19, 20), 1 / 10_001),
    ],
)
def test_the_floor_is_what_the_clearest_values_reach(counts, floor):
    from mousaic.stats.permutation import permutation_test

    units = simple(*counts)
    assert units.floor(10_000) == pytest.approx(floor)
    clearest = units.label[:, None] + 0.01 * np.arange(len(units))[:, None]
    clearest[units.label > 1] = 0.5
    assert permutation_test([clearest], units).p[0] == pytest.approx(floor)


def test_the_variance_is_that_of_all_labelings():
    units = Units(np.array([0, 1, 0, 1, 1, 0, 1]), list("aabcdef"), ["train"] * 4 + ["validation"] * 3)
    values = units.centred(np.random.default_rng(0).normal(size=(7, 2)))
    sums = np.array([[values[np.array(way) == 1].sum(0)] for way in units.deal(10**4, 0).tolist()])[:, 0]
    np.testing.assert_allclose(units.variance(values, 1), sums.var(0), rtol=1e-9)
    np.testing.assert_allclose(sums.mean(0), 0, atol=1e-12)
