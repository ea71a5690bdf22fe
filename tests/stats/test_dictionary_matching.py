"""Cosines, matching and nearest features, held to loops over every pair and every order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.stats.dictionary_matching import cosines, matched, nearest, pw_mcc, pw_mcc_living, unit_features


def dictionary(seed, features, pixels=7, members=None):
    shape = (features, pixels) if members is None else (members, features, pixels)
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def naive_cosine(a, b):
    lengths = sum(float(v) ** 2 for v in a) ** 0.5, sum(float(v) ** 2 for v in b) ** 0.5
    if 0 in lengths:
        return 0.0
    return abs(sum(float(v) * float(w) for v, w in zip(a, b, strict=True))) / (lengths[0] * lengths[1])


def naive_pw_mcc(cosine):
    """The best of all ways to give every feature of the smaller side another one of the larger."""
    table = cosine if cosine.shape[0] <= cosine.shape[1] else cosine.T
    orders = permutations(range(table.shape[1]), table.shape[0])
    return max(sum(table[i, j] for i, j in enumerate(order)) for order in orders) / len(table)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 99), st.integers(1, 6), st.integers(1, 6), st.integers(1, 9))
def test_cosines_and_matching_equal_the_naive_ones(seed, one, other, pixels):
    a, b = dictionary(seed, one, pixels), dictionary(seed + 1000, other, pixels)
    a[0] *= 1e-3
    b[-1] *= 0 if seed % 3 == 0 else 1
    expected = np.array([[naive_cosine(x, y) for y in b] for x in a])
    found = cosines(a, b)
    assert found.dtype == np.float32 and found.shape == (one, other)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert pw_mcc(found) == pytest.approx(naive_pw_mcc(found), abs=1e-6)
    assert len(matched(found)) == min(one, other)


def test_all_members_at_once_equal_each_alone():
    a, b = dictionary(0, 5, members=3), dictionary(1, 4)
    np.testing.assert_allclose(cosines(a, b), [cosines(member, b) for member in a], atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 99), st.integers(1, 30))
def test_order_sign_and_length_do_not_count(seed, features):
    rng, a = np.random.default_rng(seed), dictionary(seed, features, 40)
    scale = rng.choice([-1, 1], (features, 1)) * rng.uniform(0.1, 9, (features, 1))
    again = (scale * a)[rng.permutation(features)].astype(np.float32)
    assert pw_mcc(cosines(a, again)) == pytest.approx(1, abs=1e-5)
    assert cosines(a, a).max() <= 1


def test_chance_falls_with_pixels_and_grows_with_candidates():
    few = pw_mcc(cosines(dictionary(0, 30, 100), dictionary(1, 30, 100)))
    assert few > pw_mcc(cosines(dictionary(0, 30, 400), dictionary(1, 30, 400))) > 0.05
    assert few < pw_mcc(cosines(dictionary(0, 30, 100), dictionary(1, 300, 100)))


def test_only_living_features_are_matched():
    a, b = dictionary(0, 6), dictionary(1, 5)
    b[2] = a[4]
    living, other = np.array([1, 0, 0, 0, 1, 1], bool), np.array([0, 1, 1, 0, 0], bool)
    cosine = cosines(a, b)
    assert pw_mcc_living(cosine, living, other) == pytest.approx(naive_pw_mcc(cosines(a[living], b[other])), abs=1e-6)
    assert np.isnan(pw_mcc_living(cosine, np.zeros(6, bool), other))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 99), st.integers(0, 5))
def test_nearest_equals_the_naive_one(seed, candidates):
    a, b = dictionary(seed, 4, members=2), dictionary(seed + 1000, 5)
    living = np.arange(5) < candidates
    found = nearest(cosines(a, b), living)
    assert found.cosine.shape == found.feature.shape == (2, 4)
    for m, h in np.ndindex(2, 4):
        each = {g: naive_cosine(a[m, h], b[g]) for g in range(candidates)}
        best = max(each, key=each.__getitem__, default=-1)
        assert found.feature[m, h] == best
        assert found.cosine[m, h] == pytest.approx(each.get(best, 0.0), abs=1e-5)


def test_features_of_length_zero_stay_zero_and_the_input_is_kept():
    a = dictionary(0, 3)
    a[1] = 0
    before = a.copy()
    np.testing.assert_allclose(np.linalg.norm(unit_features(a), axis=1), [1, 0, 1], atol=1e-6)
    assert (a == before).all() and (cosines(a, a)[1] == 0).all()
