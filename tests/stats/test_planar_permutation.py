"""The test of places: equal to a naive one, uniform where nothing differs, blind to how the plane is turned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, kstest, norm

from mousaic.stats.exchangeable_units import Units
from mousaic.stats.planar_permutation import planar_test


def units_of(labels, parts=None, groups=None):
    labels = np.asarray(labels)
    groups = [str(i) for i in range(len(labels))] if groups is None else groups
    return Units(labels, groups, ["train"] * len(labels) if parts is None else parts)


def naive(rows, columns, units, label):
    """|z| of one thing, number by number, the covariance from all labelings tried."""
    dealt = units.deal(10**6, 0)
    off = np.stack([units.centred(rows[:, None])[:, 0], units.centred(columns[:, None])[:, 0]], 1)
    sums = np.array([off[labels == label].sum(0) for labels in dealt])
    covariance = sums.T @ sums / len(sums)
    found = []
    for s in [off[units.label == label].sum(0), *sums]:
        q = s @ np.linalg.inv(covariance) @ s
        found.append(norm.isf(chi2.sf(q, 2) / 2))
    return found[0], np.array(found[1:])


@pytest.mark.parametrize("labels, parts", [([0, 0, 0, 1, 1, 1, 1], None), ([0, 1, 0, 1, 1, 0, 0, 1], list("aaaabbbb"))])
def test_it_is_the_naive_test(labels, parts):
    rng = np.random.default_rng(1)
    units = units_of(labels, parts)
    rows, columns = rng.normal(size=(2, len(labels), 3))
    found = planar_test(rows, columns, units)
    for f in range(3):
        z, null = naive(rows[:, f], columns[:, f], units, 1)
        assert found.observed.statistic[f] == pytest.approx(z, rel=1e-6)
        assert found.p[f] == pytest.approx(np.mean(null >= z - 1e-4))
    assert found.exact and len(found.largest) == units.labelings


def test_of_three_classes_the_one_that_lies_apart_is_named():
    rng = np.random.default_rng(0)
    units = units_of(np.repeat([0, 1, 2], 8))
    rows, columns = rng.normal(size=(2, 24, 2)) * 0.1
    columns[8:16, 1] += 1.0
    found = planar_test(rows, columns, units, 999)
    assert found.observed.best_class[1] == 1 and found.p[1] == 0.001 and found.p[0] > 0.01


def test_labels_that_mean_nothing_pass_as_often_as_they_should():
    rng = np.random.default_rng(5)
    units = units_of(np.repeat([0, 1], [9, 11]))
    places = rng.standard_t(3, size=(2, 20, 400))
    p = planar_test(places[0], places[0] * 0.5 + places[1], units, 999).p
    assert kstest(p, "uniform").pvalue > 0.01 and 0.02 < np.mean(p <= 0.05) < 0.085


def test_what_stays_in_place_has_no_statistic():
    found = planar_test(np.full((8, 1), 0.3), np.full((8, 1), 0.7), units_of([0, 0, 0, 0, 1, 1, 1, 1]), 99)
    assert found.observed.statistic[0] == 0 and found.p[0] == 1


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.floats(0, 3.1), st.floats(0.2, 5))
def test_turning_or_stretching_the_plane_changes_nothing(seed, angle, factor):
    rng = np.random.default_rng(seed)
    units = units_of(np.repeat([0, 1], [5, 6]))
    rows, columns = rng.normal(size=(2, 11, 2))
    turned = (
        factor * (np.cos(angle) * rows - np.sin(angle) * columns),
        np.sin(angle) * rows + np.cos(angle) * columns,
    )
    one, other = planar_test(rows, columns, units, 200), planar_test(*turned, units, 200)
    assert other.observed.statistic == pytest.approx(one.observed.statistic, rel=1e-5)
    assert other.largest == pytest.approx(one.largest, rel=1e-5)
