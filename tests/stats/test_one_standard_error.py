"""The one-standard-error rule and its standard error, against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.stats.one_standard_error import one_standard_error, standard_error


def naive_error(values, groups):
    names, mean, total = sorted(set(groups)), np.mean(values), 0.0
    for name in names:
        total += sum(v - mean for v, g in zip(values, groups, strict=True) if g == name) ** 2
    return (len(names) / (len(names) - 1) * total) ** 0.5 / len(values)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4)), min_size=2, max_size=20))
def test_the_standard_error_is_that_of_the_groups(drawn):
    values, groups = np.array([v for v, _ in drawn]), [str(g) for _, g in drawn]
    if len(set(groups)) < 2:
        assert np.isnan(standard_error(values, groups))
        return
    assert standard_error(values, groups) == pytest.approx(naive_error(values, groups), abs=1e-12)


def test_with_one_image_a_group_it_is_the_usual_one():
    values = np.random.default_rng(0).random(12)
    assert standard_error(values, [str(i) for i in range(12)]) == pytest.approx(values.std(ddof=1) / 12**0.5)
    twice = standard_error(np.repeat(values, 2), [str(i // 2) for i in range(24)])
    assert twice == pytest.approx(values.std(ddof=1) / 12**0.5)  # copies of an image are no further evidence


@given(st.integers(2, 6), st.integers(3, 12), st.integers(0, 2**32 - 1))
def test_the_choice_is_the_first_within_the_limit(models, images, seed):
    rng = np.random.default_rng(seed)
    errors = [rng.random(images) + rng.random() for _ in range(models)]
    found = one_standard_error(errors, [str(i) for i in range(images)])
    means = [error.mean() for error in errors]
    assert means[found.best] == min(means)
    assert found.limit == pytest.approx(min(means) + errors[found.best].std(ddof=1) / images**0.5)
    assert means[found.chosen] <= found.limit and all(mean > found.limit for mean in means[: found.chosen])
    assert found.chosen <= found.best and found.paired <= found.best


def test_hard_images_hide_a_difference_that_pairing_shows():
    hardness = np.arange(10.0)
    jitter = np.tile([0.01, -0.01], 5)
    found = one_standard_error(
        [hardness + 0.5 + jitter, hardness + 0.4 - jitter, hardness], [str(i) for i in range(10)]
    )
    assert (found.best, found.chosen, found.paired) == (2, 0, 2)
