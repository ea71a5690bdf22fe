"""The ratio of two checkouts' steps, from times that are known."""

from __future__ import annotations

import pytest

from benchmarks.step_ratio import _ratio


def test_the_ratio_is_that_of_each_round_and_of_the_fastest():
    found = _ratio([[1.0, 1.1], [2.0, 2.0], [1.0, 3.0]])
    assert (found.old, found.new) == (1.0, 2.0)
    assert found.ratio == pytest.approx(1.1) and found.spread == (1.0, 3.0)
    assert found.fastest == pytest.approx(1.1)
