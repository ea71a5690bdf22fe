"""A few that stand for many: the greedy choice, and what counts as moving together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mousaic.analysis.parts.few_parts import likeness, places_together, stand_for


@given(st.integers(1, 8), st.integers(1, 10), st.integers(0, 999))
def test_each_part_adds_most_of_those_left_and_no_copy_is_taken(many, count, seed):
    draw = np.random.default_rng(seed)
    alike = draw.random((many, many))
    alike = (alike + alike.T) / 2
    np.fill_diagonal(alike, 1)
    copies = np.eye(many, dtype=bool) | (alike > 0.8)
    chosen = stand_for(alike, copies, count)
    taken: list[int] = []
    for one in chosen:
        left = [j for j in range(many) if not any(copies[i, j] for i in taken)]
        sums = {j: np.max(alike[[*taken, j]], axis=0).sum() for j in left}
        assert one in left
        assert sums[one] >= max(sums.values()) - 1e-9
        taken.append(int(one))
    assert len(taken) == count or all(any(copies[i, j] for i in taken) for j in range(many))


def test_together_is_the_share_of_images_at_the_usual_distance():
    row = np.array([[3.0, 13.0], [5.0, 15.0], [9.0, 30.0], [4.0, 14.0]])
    column = np.zeros((4, 2))
    together = places_together(row, column, (row, column), 64)
    np.testing.assert_allclose(together, [[1, 0.75], [0.75, 1]])


def test_presences_that_rise_together_are_alike_whatever_their_sign_and_scale():
    draw = np.random.default_rng(1)
    one = draw.random(50)
    presence = np.stack([one, 3 - 2 * one, draw.random(50)], axis=1)
    alike = likeness(presence, np.zeros((3, 3)))
    assert alike[0, 1] == np.float64(0.75) or abs(alike[0, 1] - 0.75) < 1e-9
    assert alike[0, 2] < 0.2
