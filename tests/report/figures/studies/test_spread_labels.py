"""Labels stay near what they name, apart and within the panel: the nearest such places of all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize

from mousaic.report.figures.studies.spread_labels import spread


@pytest.mark.parametrize("seed", range(6))
def test_they_are_the_nearest_places_that_are_apart(seed):
    rng = np.random.default_rng(seed)
    wanted, gap = rng.uniform(0, 1, 9), 0.1
    found = np.array(spread(wanted.tolist(), gap))
    order = np.argsort(wanted)
    assert (np.diff(found[order]) >= gap - 1e-9).all() and found.min() >= -1e-9 and found.max() <= 1 + 1e-9
    apart = [{"type": "ineq", "fun": lambda p, a=a, b=b: p[b] - p[a] - gap} for a, b in pairwise(order)]
    best = minimize(
        lambda p: np.square(p - wanted).sum(), found, bounds=[(0, 1)] * 9, constraints=apart, method="SLSQP"
    )
    assert np.square(found - wanted).sum() <= best.fun + 1e-6


def test_labels_that_are_apart_stay_and_too_many_fill_the_panel():
    assert spread([0.9, 0.1, 0.5], 0.2) == pytest.approx([0.9, 0.1, 0.5])
    assert spread([0.5] * 11, 0.3) == pytest.approx(np.linspace(0, 1, 11))
    assert spread([], 0.2) == [] and spread([0.7], 0.2) == [0.7]
