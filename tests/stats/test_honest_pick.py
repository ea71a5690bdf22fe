"""The best of several without the luck of having been picked: against a slow loop, and on noise."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.stats.honest_pick import picked_honestly


def slowly(rows, groups):
    picked, score = [], []
    for n, group in enumerate(groups):
        others = [i for i, other in enumerate(groups) if other != group]
        means = [np.mean([row[i] for i in others]) for row in rows]
        picked.append(int(np.argmax(means)))
        score.append(rows[picked[-1]][n])
    return picked, score


@pytest.mark.parametrize("seed", range(5))
def test_it_picks_what_a_slow_loop_picks(seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(6, 40))
    groups = [f"animal {n}" for n in rng.integers(0, 9, 40)]
    found = picked_honestly(rows, groups)
    picked, score = slowly(rows, groups)
    assert found.row.tolist() == picked
    np.testing.assert_allclose(found.score, score)


def test_the_plain_best_of_noise_is_too_good_and_this_is_not():
    rng = np.random.default_rng(0)
    groups = [str(n // 2) for n in range(30)]
    plain, honest = [], []
    for _ in range(400):
        rows = rng.normal(0, 1, (20, 30))
        plain.append(rows.mean(1).max())
        honest.append(picked_honestly(rows, groups).score.mean())
    error = np.std(honest) / np.sqrt(len(honest))
    assert np.mean(plain) > 0.3
    assert abs(np.mean(honest)) < 3 * error < 0.05


def test_a_clear_best_is_picked_everywhere():
    rows = np.array([[0.5, 0.6, 0.7, 0.8], [0.1, 0.2, 0.3, 0.9]])
    found = picked_honestly(rows, ["a", "b", "c", "d"])
    assert found.always and found.usual == 0
    np.testing.assert_array_equal(found.score, rows[0])
    mixed = picked_honestly(np.array([[9.0, 1.0, 1.0], [2.0, 2.0, 2.0]]), ["a", "b", "c"])
    assert not mixed.always and mixed.usual == 0
    assert picked_honestly(rows, ["one"] * 4).row.tolist() == [0] * 4
