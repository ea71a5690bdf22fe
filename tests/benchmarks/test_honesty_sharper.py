"""The two levels of a column are those of the best cut, as trying every cut finds it."""

from __future__ import annotations

import numpy as np

from benchmarks.honesty_sharper import cut, held, levels, ranks


def test_levels_are_those_of_the_best_cut() -> None:
    values = np.random.default_rng(0).normal(size=(15, 6))
    values[:5, 0] += 20
    low, high, middle = levels(values)
    for column, ordered in enumerate(np.sort(values, 0).T):
        apart = [ordered[:i].var() * i + ordered[i:].var() * (15 - i) for i in range(1, 15)]
        best = int(np.argmin(apart)) + 1
        assert np.allclose([low[column], high[column]], [ordered[:best].mean(), ordered[best:].mean()])
        assert ordered[best - 1] < middle[column] < ordered[best]
    assert cut(values)[:, 0].tolist() == [1.0] * 5 + [0.0] * 10
    assert np.allclose(np.ptp(held(values), 0), high - low)
    assert sorted(ranks(values)[:, 1].tolist()) == list(range(15))
