"""Both ways of finding the k largest against a plain sort, and against each other."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.fast import selection
from mousaic.model.fast.compiled_selection import enclose, select_rows
from mousaic.model.fast.selection import choose_selection, select_plain

WAYS = [select_plain, select_rows]


def run(way, a, bias, k):
    a = np.array(a, np.float32)
    values, indices = np.empty((len(a), k), np.float32), np.empty((len(a), k), np.int64)
    way(a, bias, k, values, indices)
    return values, indices


def naive(a, bias, k):
    """The k largest of each row, of equals the first, in the order of their places."""
    sums = [[float(v) for v in row] for row in np.asarray(a, np.float32) + bias]
    places = [sorted(sorted(range(len(row)), key=lambda h, row=row: (-row[h], h))[:k]) for row in sums]
    return [[row[h] for h in chosen] for row, chosen in zip(sums, places, strict=True)], places


def check(a, bias, k):
    expected_values, expected = naive(a, bias, k)
    for way in WAYS:
        values, indices = run(way, a, bias, k)
        assert indices.tolist() == expected
        assert values.tolist() == expected_values


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_largest_are_taken_and_of_equals_the_first(data):
    features = data.draw(st.integers(1, 400))
    k = data.draw(st.integers(1, features) | st.integers(1, min(features, 9)))
    rows = data.draw(st.integers(0, 5))
    levels = data.draw(st.sampled_from([1, 2, 10, 10**6]))
    source = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    a = source.integers(-levels, levels, (rows, features), endpoint=True).astype(np.float32)
    bias = source.integers(-1, 1, features, endpoint=True).astype(np.float32)
    check(a, bias, k)


@pytest.mark.parametrize("scale", [1e-42, 1e-20, 1.0, 1e30])
@pytest.mark.parametrize(("features", "k"), [(1, 1), (64, 64), (300, 7), (5000, 50), (5000, 1200)])
def test_of_numbers_of_any_size(scale, features, k):
    a = scale * np.random.default_rng(0).standard_normal((3, features))
    a[1] = np.sign(a[1]) * np.exp(np.abs(a[1] / scale) * 20 - 60)  # over many orders of magnitude
    check(a, np.zeros(features, np.float32), k)


def test_zeros_of_either_sign_are_equal():
    check(np.array([[-0.0, 0.0, -0.0, 0.0, -1.0]]), np.zeros(5, np.float32), 2)


def test_a_row_that_is_not_numbers_is_said_to_be_none_and_leaves_the_others_alone():
    a = np.random.default_rng(1).standard_normal((4, 900)).astype(np.float32)
    whole = [run(way, a, np.zeros(900, np.float32), 6) for way in WAYS]
    a[2] = np.nan
    a[3, 5:] = np.nan  # five numbers are left, and six are wanted
    for way, (values, indices) in zip(WAYS, whole, strict=True):
        found_values, found = run(way, a, np.zeros(900, np.float32), 6)
        assert np.isnan(found_values[2:]).all() and found[2:].tolist() == [list(range(6))] * 2
        assert (found_values[:2] == values[:2]).all() and (found[:2] == indices[:2]).all()


def test_some_entries_that_are_not_numbers_are_passed_over():
    a = np.random.default_rng(2).standard_normal((5, 900)).astype(np.float32)
    a[:, ::3] = np.nan
    expected = naive(np.where(np.isnan(a), -1e30, a), np.zeros(900, np.float32), 20)[1]
    for way in WAYS:
        assert run(way, a, np.zeros(900, np.float32), 20)[1].tolist() == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(width=32, allow_nan=False), min_size=1, max_size=80), st.data())
def test_the_bounds_enclose_what_they_promise(numbers, data):
    values = np.array(numbers, np.float32)
    k = data.draw(st.integers(1, len(values)))
    finite = values > -np.inf
    low, high = enclose(values, k, 0)
    if finite.sum() >= k:
        assert (values >= low).sum() >= k
        between = values[(values >= low) & (values < high)]
        assert (values >= low).sum() == k or len(set(between.tolist())) <= 1
    assert (values >= high).sum() < k or high == low or np.isinf(values).any()


def test_a_small_job_is_not_worth_compiling_and_a_huge_one_is():
    select_rows(
        np.zeros((1, 3), np.float32), np.zeros(3, np.float32), 1, np.zeros((1, 1), np.float32), np.zeros((1, 1), int)
    )
    assert choose_selection(1) is select_rows  # compiled already in this process
    program = (
        "import sys; from mousaic.model.fast.selection import *\n"
        "small = choose_selection(10**8)\n"
        "assert small is select_plain and 'numba' not in sys.modules\n"
        f"assert choose_selection({int(selection.WORTH_COMPILING)}).__name__ == 'select_rows'\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
