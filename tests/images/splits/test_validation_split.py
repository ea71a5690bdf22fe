"""Grouped, stratified, repeatable splits."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.images.splits.validation_split import SMALLEST_SET, split_groups


def alone(n: int) -> list[str]:
    """Every image its own group."""
    return [f"image {i}" for i in range(n)]


@st.composite
def sets(draw: st.DrawFn) -> tuple[np.ndarray, list[str]]:
    """Labels and groups of 0 to 80 images; groups may mix labels."""
    rows = draw(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 25)), max_size=80))
    return np.array([label for label, _ in rows], dtype=np.int64), [f"g{group}" for _, group in rows]


def majority(labels: np.ndarray, groups: list[str]) -> dict[str, int]:
    of_group = defaultdict(list)
    for label, group in zip(labels.tolist(), groups, strict=True):
        of_group[group].append(label)
    return {g: min(set(found), key=lambda x: (-found.count(x), x)) for g, found in of_group.items()}


@settings(max_examples=200, deadline=None)
@given(sets(), st.floats(0, 0.9), st.integers(0, 2**63 - 1))
def test_properties_of_any_split(images: tuple[np.ndarray, list[str]], validation: float, seed: int) -> None:
    labels, groups = images
    held_out = split_groups(labels, groups, validation, seed)
    assert held_out.shape == (len(labels),) and held_out.dtype == np.bool_
    validation_groups = {g for g, v in zip(groups, held_out, strict=True) if v}
    training_groups = {g for g, v in zip(groups, held_out, strict=True) if not v}
    assert not validation_groups & training_groups
    if validation == 0 or len(labels) < SMALLEST_SET or len(set(groups)) < 2:
        assert not held_out.any()
        return
    assert held_out.any() and not held_out.all()
    by_class = defaultdict(set)
    for group, label in majority(labels, groups).items():
        by_class[label].add(group)
    for members in by_class.values():
        assert len(members) < 2 or members & training_groups
    if any(len(members) > 1 for members in by_class.values()):
        assert all(len(members) > 1 or members & training_groups for members in by_class.values())
    shuffle = np.random.default_rng(0).permutation(len(labels))
    moved = split_groups(labels[shuffle], [groups[i] for i in shuffle], validation, seed)
    assert np.array_equal(moved, held_out[shuffle])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(2, 40), min_size=1, max_size=6), st.floats(0.01, 0.9), st.integers(0, 1000))
def test_single_images_are_stratified(sizes: list[int], validation: float, seed: int) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    if len(labels) < SMALLEST_SET:
        return
    held_out = split_groups(labels, alone(len(labels)), validation, seed)
    for label, size in enumerate(sizes):
        assert abs(held_out[labels == label].sum() - validation * size) <= 1 + 1e-6
    if validation <= 0.5:  # above, classes of two or three cannot give their share and keep a group
        assert abs(held_out.sum() - max(1, validation * len(labels))) <= 0.5 + 1e-6


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=6, max_size=40), st.sampled_from([0.1, 0.2, 0.3]), st.integers(0, 99))
def test_the_share_is_near_with_unequal_groups(sizes: list[int], validation: float, seed: int) -> None:
    groups = [f"animal {i}" for i, size in enumerate(sizes) for _ in range(size)]
    if len(groups) < SMALLEST_SET:
        return
    held_out = split_groups(np.zeros(len(groups), dtype=np.int64), groups, validation, seed)
    assert abs(held_out.sum() - validation * len(groups)) <= max(sizes)


def test_the_mice() -> None:
    labels = np.repeat([0, 1], [19, 20])
    held_out = split_groups(labels, alone(39), 0.2, 0)
    assert [held_out[labels == c].sum() for c in (0, 1)] == [4, 4]


def test_many_small_classes_share_the_leftovers() -> None:
    labels = np.repeat(np.arange(20), 2)  # 0.4 of an image each
    held_out = split_groups(labels, alone(40), 0.2, 3)
    assert held_out.sum() == 8
    assert max(np.bincount(labels[held_out])) == 1


def test_leftovers_fall_to_no_class_in_particular() -> None:
    labels = np.repeat([0, 1, 2], 5)  # 1.5 images each, 4.5 in all
    received = sum(np.bincount(labels[split_groups(labels, alone(15), 0.3, seed)]) for seed in range(60))
    assert received.max() - received.min() < 30


def test_an_exact_share_is_not_lost_to_rounding() -> None:
    labels = np.repeat([0, 1], [100, 50])  # in floating point 0.29 * 100 is below 29
    assert split_groups(labels, alone(150), 0.29, 0)[labels == 0].sum() == 29


def test_a_class_with_one_group_stays_in_training() -> None:
    labels = np.array([0] * 12 + [1])
    for seed in range(20):
        assert not split_groups(labels, alone(13), 0.9, seed)[-1]


def test_two_large_groups_still_give_a_validation_part() -> None:
    groups = ["left"] * 50 + ["right"] * 50
    assert split_groups(np.zeros(100, dtype=np.int64), groups, 0.1, 0).sum() == 50


def test_only_single_group_classes_still_give_a_validation_part() -> None:
    labels = np.repeat([0, 1, 2], [5, 2, 5])
    held_out = split_groups(labels, [str(label) for label in labels], 0.2, 0)
    assert set(labels[held_out]) == {1}


def test_the_seed_matters_and_zero_is_a_seed() -> None:
    labels, groups = np.repeat([0, 1], 30), alone(60)
    first = split_groups(labels, groups, 0.2, 0)
    assert np.array_equal(first, split_groups(labels, groups, 0.2, 0))
    chosen = {tuple(split_groups(labels, groups, 0.2, seed)) for seed in range(20)}
    assert len(chosen) == 20


def test_every_image_has_its_turn() -> None:
    labels, groups = np.repeat([0, 1], [19, 20]), alone(39)
    turns = sum(split_groups(labels, groups, 0.2, seed).astype(int) for seed in range(400))
    assert turns.min() > 400 * 0.2 * 0.6 and turns.max() < 400 * 0.2 * 1.4


def test_unlabelled_images_are_one_class() -> None:
    labels = np.repeat([-1, 0], 20)
    held_out = split_groups(labels, alone(40), 0.25, 0)
    assert [held_out[labels == c].sum() for c in (-1, 0)] == [5, 5]


@pytest.mark.parametrize("n", [0, 1, SMALLEST_SET - 1])
def test_small_sets_are_not_split(n: int) -> None:
    assert not split_groups(np.zeros(n, dtype=np.int64), alone(n), 0.5, 0).any()


def test_wrong_arguments_are_refused() -> None:
    labels = np.zeros(12, dtype=np.int64)
    with pytest.raises(ValueError, match="do not go with"):
        split_groups(labels, alone(11), 0.2, 0)
    for validation in (-0.1, 1.0, float("nan")):
        with pytest.raises(ValueError, match="validation"):
            split_groups(labels, alone(12), validation, 0)
