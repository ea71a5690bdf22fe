"""Folds: every group held out exactly once a repeat, whole, in proportion, the same for the same seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.errors import MousaicError
from mousaic.images.splits.folds import assign_folds, make_folds, possible_folds


@st.composite
def grouped(draw):
    """Labels and groups of some images, and a possible number of folds."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=25))
    labels = [draw(st.integers(-1, 3)) for size in sizes for _ in range(size)]
    groups = [f"g{number}" for number, size in enumerate(sizes) for _ in range(size)]
    order = draw(st.permutations(range(len(groups))))
    return np.array(labels)[order], [groups[i] for i in order], draw(st.integers(2, len(sizes)))


@given(grouped(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_every_group_is_held_out_once_a_repeat_and_whole(data, seed):
    labels, groups, count = data
    folds = make_folds(labels, groups, count, 2, seed)
    assert [(f.repeat, f.number) for f in folds] == [(r, n) for r in range(2) for n in range(count)]
    for repeat in range(2):
        masks = np.array([f.held_out for f in folds if f.repeat == repeat])
        assert (masks.sum(0) == 1).all()  # every image once
        assert masks.any(1).all()  # no fold empty
        for fold in masks:
            assert not {g for g, out in zip(groups, fold, strict=True) if out} & {
                g for g, out in zip(groups, fold, strict=True) if not out
            }


@given(st.lists(st.integers(-1, 3), min_size=4, max_size=60), st.integers(2, 4), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_single_images_are_stratified_within_one(labels, count, seed):
    part = assign_folds(np.array(labels), [f"i{n}" for n in range(len(labels))], count, seed)
    for label in {*labels}:
        own = np.bincount(part[np.array(labels) == label], minlength=count)
        assert own.max() - own.min() <= 1
    every = np.bincount(part, minlength=count)
    assert every.max() - every.min() <= 1


@given(grouped(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_choice_depends_on_names_and_not_on_order(data, random):
    labels, groups, count = data
    order = list(range(len(groups)))
    random.shuffle(order)
    first = assign_folds(labels, groups, count, 5)
    again = assign_folds(labels[order], [groups[i] for i in order], count, 5)
    np.testing.assert_array_equal(first[order], again)


def test_seeds_and_repeats_differ():
    labels, groups = np.zeros(30, int), [f"i{n}" for n in range(30)]
    assert (assign_folds(labels, groups, 5, 0) != assign_folds(labels, groups, 5, 1)).any()
    folds = make_folds(labels, groups, 5, 2, 0)
    assert any((a.held_out != b.held_out).any() for a, b in zip(folds[:5], folds[5:], strict=True))


def test_large_groups_are_spread():
    groups = [f"g{n}" for n in range(6) for _ in range((8, 8, 1, 1, 1, 1)[n])]
    part = assign_folds(np.zeros(len(groups), int), groups, 2, 0)
    assert Counter(part.tolist()) == {0: 10, 1: 10}


def test_each_class_is_in_every_fold_whatever_the_sizes_of_another():
    labels, groups = np.array([0] * 10 + [1] * 10), ["large"] * 10 + [f"s{n}" for n in range(10)]
    part = assign_folds(labels, groups, 2, 0)
    assert np.bincount(part[10:]).tolist() == [5, 5]


def test_fewer_groups_than_folds_lower_the_folds():
    assert possible_folds(["a", "b", "c", "a"], 5) == 3
    assert possible_folds(["a", "b", "c"], 2) == 2
    with pytest.raises(MousaicError, match="one group"):
        possible_folds(["a", "a"], 5)
    with pytest.raises(MousaicError, match="--folds must be at least 2"):
        possible_folds(["a", "b"], 1)
