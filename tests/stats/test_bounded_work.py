"""Tests of many units and classes need bounded memory: no array of classes x units x columns."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import permutation_test
from mousaic.stats.planar_permutation import planar_test


def peak(test, units_count, classes):
    labels = np.arange(units_count) % classes
    units = Units(labels, [str(i) for i in range(units_count)], ["train"] * units_count)
    values = np.random.default_rng(0).normal(size=(units_count, 64))
    tracemalloc.start()
    test(values, units)
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top / values.nbytes


@pytest.mark.parametrize(
    "test",
    [lambda v, u: permutation_test([v, v], u, 20), lambda v, u: planar_test(v, v[:, ::-1], u, 20)],
    ids=["numbers", "places"],
)
def test_memory_hardly_depends_on_the_classes(test):
    few, many = peak(test, 2_000, 10), peak(test, 2_000, 200)
    assert many < few + 12  # class by class it would be 200 times the values


def test_the_memory_of_a_unit_does_not_grow():
    one, two = (peak(lambda v, u: permutation_test([v], u, 20), count, 50) for count in (1_000, 2_000))
    assert two < 1.3 * one
