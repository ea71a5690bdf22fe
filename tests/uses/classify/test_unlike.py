"""How unlike an image is keeps its level and sees what is far away."""

from __future__ import annotations

import numpy as np

from mousaic.uses.classify.unlike import is_unlike, nearest, own_p, unlike_p


def test_the_nearest_is_as_a_loop_finds_it() -> None:
    rng = np.random.default_rng(0)
    new, seen = rng.normal(size=(300, 4)), rng.normal(size=(7, 4))
    naive = [min(float(np.linalg.norm(one - other)) for other in seen) for one in new]
    np.testing.assert_allclose(nearest(new, seen), naive)


def test_one_in_twenty_ordinary_images_is_called_unlike() -> None:
    rng = np.random.default_rng(0)
    share = [is_unlike(unlike_p(rng.random(50), rng.random(99))).mean() for _ in range(200)]
    assert 0.03 < np.mean(share) <= 0.05
    assert unlike_p(np.array([9.0]), rng.random(99))[0] == 0.01


def test_of_held_out_images_each_counts_itself() -> None:
    assert own_p(np.array([3.0, 1.0, 2.0, 3.0])).tolist() == [0.5, 1.0, 0.75, 0.5]


def test_fewer_than_twenty_can_call_nothing_unlike() -> None:
    assert not is_unlike(unlike_p(np.array([1e9]), np.zeros(18))).any()
    assert is_unlike(unlike_p(np.array([1e9]), np.zeros(20))).all()
