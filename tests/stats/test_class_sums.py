"""Sums of all classes at once against class after class, and tests of many classes against those of few."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.stats import class_sums as module
from mousaic.stats.class_sums import class_sums
from mousaic.stats.exchangeable_units import FEWEST_LABELINGS, WORK, Units
from mousaic.stats.permutation import permutation_test
from mousaic.stats.planar_permutation import planar_test


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 12), st.integers(1, 5), st.integers(1, 3), st.integers(0, 99))
def test_sums_are_those_class_by_class(labelings, units, classes, columns, seed):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, classes, (labelings, units)).astype(np.int32)
    values = rng.normal(size=(units, columns))
    found = class_sums(labels, values, classes)
    for p in range(labelings):
        for c in range(classes):
            np.testing.assert_allclose(found[p, c], values[labels[p] == c].sum(0), atol=1e-12)


def some_units(counts, groups=None):
    labels = np.repeat(np.arange(len(counts)), counts)
    names = groups or [str(i) for i in range(len(labels))]
    return Units(labels, names, ["train" if i % 5 else "validation" for i in range(len(labels))])


@pytest.mark.parametrize("counts", [(9, 12), (7, 9, 8), (3, 5, 4, 6)])
def test_many_classes_are_tested_as_few_are(counts, monkeypatch):
    rng = np.random.default_rng(2)
    views = [rng.normal(size=(sum(counts), 150)) for _ in range(2)]
    views[0][:, 1] += 3 * np.repeat(np.arange(len(counts)), counts)
    views[0][:, 2], views[1][:, 2] = 0.5, 0.5  # the same everywhere: no statistic
    few = [permutation_test(views, some_units(counts), 300), planar_test(*views, some_units(counts), 300)]
    monkeypatch.setattr(module, "MANY", 0)
    many = [permutation_test(views, some_units(counts), 300), planar_test(*views, some_units(counts), 300)]
    for one, other in zip(few, many, strict=True):
        np.testing.assert_allclose(one.observed.statistic, other.observed.statistic, rtol=1e-4, atol=1e-5)
        assert one.observed.best_class[1] == other.observed.best_class[1] and one.exact == other.exact
        np.testing.assert_allclose(one.largest, other.largest, rtol=1e-4)
        np.testing.assert_allclose(one.p, other.p, atol=1.01 / 301)
        np.testing.assert_allclose(one.family(), other.family(), atol=1.01 / 301)


@pytest.mark.parametrize("many", [0, 10**9])
def test_columns_and_labelings_at_a_time_do_not_show(many, monkeypatch, few_at_a_time):
    monkeypatch.setattr(module, "MANY", many)
    rng, counts = np.random.default_rng(3), (7, 9, 8)
    views = [rng.normal(size=(sum(counts), 30)) + 0.1 * np.repeat(np.arange(3), counts)[:, None] for _ in range(2)]
    whole = [permutation_test(views, some_units(counts), 300), planar_test(*views, some_units(counts), 300)]
    few_at_a_time(7 * 24 * 2 * 3)
    parts = [permutation_test(views, some_units(counts), 300), planar_test(*views, some_units(counts), 300)]
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(other.observed.statistic, one.observed.statistic, rtol=1e-6)
        assert (other.observed.best_class == one.observed.best_class).all()
        assert (other.observed.view == one.observed.view).all() and other.exact == one.exact
        np.testing.assert_allclose(other.largest, one.largest, rtol=1e-5)
        np.testing.assert_array_equal(other.p, one.p)


def test_the_work_of_a_test_is_bounded_in_units_and_classes():
    assert some_units([20, 19]).tried(10_000) == 10_000 and some_units([1] * 39).tried(10_000) == 10_000
    assert some_units([2_500] * 2).tried(10_000) == 10_000
    for counts in ([250] * 20, [25] * 200):
        units = some_units(counts)
        assert len(units.deal(10_000, 0)) == max(FEWEST_LABELINGS, WORK // (len(units) * len(counts))) < 10_000
        assert units.floor(10_000) == 1 / (FEWEST_LABELINGS + 1)
