"""One report, one error: Holm's steps behind a gate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.analysis.classes.claims import corrected

ps = st.lists(st.floats(0, 1), min_size=1, max_size=5)


def naive(primary, families):
    """Holm's adjusted p of the smallest of each family (Holm 1979), then the gate."""
    smallest = {name: min(p) for name, p in families.items()}
    order = sorted(smallest, key=smallest.get)
    steps = [min(1.0, smallest[name] * (len(order) - i)) for i, name in enumerate(order)]
    return {name: max(primary, *steps[: i + 1]) for i, name in enumerate(order)}


@given(st.floats(0, 1), st.dictionaries(st.sampled_from("abcd"), ps, max_size=4))
def test_the_smallest_of_each_family_is_holms(primary, families):
    found = corrected(primary, {name: np.array(p) for name, p in families.items()})
    assert set(found) == set(families)
    for name, p in naive(primary, families).items():
        assert found[name].min() == pytest.approx(p)
        assert (found[name] >= primary).all() and (found[name] >= np.array(families[name])).all()
        assert (np.diff(found[name][np.argsort(families[name])]) >= 0).all()


def test_reports_on_labels_that_mean_nothing_are_wrong_in_one_of_twenty():
    rng = np.random.default_rng(0)
    wrong = 0
    for _ in range(4_000):
        shared = rng.random()  # claims that hang together, as those about the same images do
        families = {name: np.minimum(1, np.array([rng.random() if rng.random() < 0.5 else shared])) for name in "abcd"}
        primary = rng.random()
        wrong += primary <= 0.05 or any(p.min() <= 0.05 for p in corrected(primary, families).values())
    assert wrong / 4_000 <= 0.06


def test_without_families_there_is_nothing_to_correct():
    assert corrected(0.01, {}) == {} and corrected(0.01, {"a": np.zeros(0)})["a"].shape == (0,)
