from __future__ import annotations

import pytest

from mousaic.training.adam import learning_rate_at


def test_the_step_size_rises_stays_and_falls():
    rates = [learning_rate_at(step, 100, 0.01, warmup=0.1, decay=0.5) for step in range(100)]
    assert rates[0] == pytest.approx(0.001)
    assert rates[9:51] == [0.01] * 42
    assert rates[-1] == pytest.approx(0.01 / 50)
    assert rates[:10] == sorted(rates[:10]) and rates[50:] == sorted(rates[50:], reverse=True)


@pytest.mark.parametrize("steps", [1, 2, 3, 7])
def test_it_is_never_zero(steps):
    for warmup, decay in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.5, 0.5)):
        for step in range(steps):
            assert 0 < learning_rate_at(step, steps, 1.0, warmup, decay) <= 1
