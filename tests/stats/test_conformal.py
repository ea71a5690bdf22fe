"""p of images among normal ones, and q over a batch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.stats.conformal import (
    LEVEL,
    as_high,
    conformal_p,
    highest_of_groups,
    needed_together,
    smallest_p,
)
from mousaic.stats.false_discovery import benjamini_hochberg

SCORES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30).map(np.array)


@given(SCORES, SCORES)
def test_as_a_naive_count(scores, normal):
    counted = [sum(other >= score for other in normal) for score in scores]
    assert as_high(scores, normal).tolist() == counted
    p = conformal_p(scores, normal)
    np.testing.assert_allclose(p, [(1 + count) / (len(normal) + 1) for count in counted])
    assert (p >= smallest_p(len(normal))).all() and (p <= 1).all()
    assert (np.diff(p[np.argsort(scores, kind="stable")]) <= 0).all()  # the higher, the smaller


def test_p_is_below_a_level_as_often_as_it_says():
    draw = np.random.default_rng(0)
    p = np.array([conformal_p(draw.normal(size=1), draw.normal(size=19))[0] for _ in range(4000)])
    for level in (0.05, 0.2, 0.5):
        assert abs(np.mean(p <= level) - level) < 0.025


def test_a_group_counts_by_its_oddest_image():
    assert highest_of_groups(np.array([1.0, 5.0, 2.0, -3.0]), ["a", "b", "a", "c"]).tolist() == [2.0, 5.0, -3.0]


@pytest.mark.parametrize(("images", "normal"), [(40, 199), (1, 19), (7, 33), (100, 33), (3, 1000)])
def test_so_many_suffice_for_a_q_and_one_less_do_not(images, normal):
    together = needed_together(images, normal)
    for count, expected in ((together, True), (together - 1, False)):
        if 0 < count <= images:
            p = np.where(np.arange(images) < count, smallest_p(normal), 1.0)
            assert (benjamini_hochberg(p).min() <= LEVEL) == expected
