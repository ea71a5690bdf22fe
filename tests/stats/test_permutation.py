"""Permutation tests against brute force, and their error rates under shuffled labels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import observe, permutation_test
from mousaic.stats.rate_intervals import newcombe, wilson


def units_of(labels, groups=None):
    return Units(np.asarray(labels), groups or [str(i) for i in range(len(labels))], ["train"] * len(labels))


def naive_test(values, labels):
    """Two-sided p of each column and of the family for one block, from all labelings, class by class in a loop."""
    units = units_of(labels)
    classes = sorted(set(labels))

    def statistics(labels):
        found = []
        for column in values.T:
            each = []
            for c in classes:
                mine, n = column[np.array(labels) == c], len(column)
                spread = np.sqrt(len(mine) * (1 - len(mine) / n) * column.var() * n / (n - 1))
                each.append(abs(mine.sum() - len(mine) * column.mean()) / spread if spread > 1e-12 else 0.0)
            found.append(max(each))
        return np.array(found)

    real = statistics(labels)
    null = np.array([statistics(row.tolist()) for row in units.deal(10**5, 0)])
    return (null >= real - 1e-6).mean(0), (null.max(1)[:, None] >= real - 1e-6).mean(0)


@pytest.mark.parametrize("labels", [[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2]])
def test_p_is_the_naive_one(labels):
    rng = np.random.default_rng(1)
    values = rng.normal(size=(len(labels), 5))
    values[:, 1] += 2 * np.array(labels)
    values[:, 2] = 0  # silent
    values[:, 3] = values[:, 3] > 0.3  # ties
    p, family = naive_test(values, labels)
    found = permutation_test([values], units_of(labels), 10**5)
    assert found.exact
    np.testing.assert_allclose(found.p, p)
    np.testing.assert_allclose(found.family(), family)
    assert found.p[2] == 1 and found.observed.statistic[2] == 0


def test_two_views_count_as_the_clearer_one():
    rng = np.random.default_rng(0)
    labels = np.array([0] * 5 + [1] * 5)
    weak, strong = rng.normal(size=(10, 3)), rng.normal(size=(10, 3)) + 3 * labels[:, None] * [1, 0, 0]
    found = permutation_test([weak, strong], units_of(labels), 10**5)
    alone = [permutation_test([view], units_of(labels), 10**5) for view in (weak, strong)]
    assert found.observed.view[0] == 1 and found.observed.best_class[0] == 1
    t = np.stack([test.observed.statistic for test in alone])
    np.testing.assert_allclose(found.observed.statistic, t.max(0))
    assert (found.p >= np.minimum(alone[0].p, alone[1].p) - 1e-12).all()  # the choice has its price
    assert (found.largest == np.maximum(alone[0].largest, alone[1].largest)).all()


def test_the_class_with_more_is_named():
    labels = [0] * 6 + [1] * 6
    values = np.random.default_rng(0).normal(size=(12, 2)) + 5 * np.array(labels)[:, None] * [1, -1]
    assert observe([values], units_of(labels)).best_class.tolist() == [1, 0]
    assert (observe([values], units_of(labels)).statistic > 0).all()
    three = [0] * 4 + [1] * 4 + [2] * 4
    low = -5.0 * (np.array(three) == 1)[:, None] + np.random.default_rng(0).normal(size=(12, 1))
    found = observe([low], units_of(three))
    assert found.best_class[0] == 1 and found.statistic[0] < 0


def test_random_labelings_come_near_the_exact_p():
    labels = [0] * 7 + [1] * 7  # 3,432 labelings
    values = np.random.default_rng(2).normal(size=(14, 20)) + np.array(labels)[:, None] * np.linspace(0, 2, 20)
    exact = permutation_test([values], units_of(labels), 10_000)
    drawn = permutation_test([values], units_of(labels), 3_000, seed=5)
    assert exact.exact and not drawn.exact
    np.testing.assert_allclose(drawn.p, exact.p, atol=0.03)
    np.testing.assert_allclose(drawn.family(), exact.family(), atol=0.04)
    assert drawn.p.min() >= 1 / 3_001
    again = permutation_test([values], units_of(labels), 3_000, seed=5)
    np.testing.assert_array_equal(drawn.p, again.p)


def test_shuffled_labels_give_no_finding():
    """200 shuffles of sparse, skewed, correlated columns: the family's error stays near its 5 %."""
    rng = np.random.default_rng(0)
    base = rng.normal(size=(24, 6))
    values = np.maximum(base @ rng.normal(size=(6, 60)) + rng.normal(size=(24, 60)) - 2, 0) ** 2
    labels = np.repeat([0, 1], 12)
    passed, alone = 0, []
    for shuffle in range(200):
        found = permutation_test([values], units_of(rng.permutation(labels)), 400, seed=shuffle)
        passed += bool((found.family() <= 0.05).any())
        alone.append((found.p <= 0.05).mean())
    assert passed <= 20  # 10 expected; more than 20 have a chance of 0.1 %
    assert passed >= 1 and 0.01 < np.mean(alone) < 0.06  # ties make p too large, never too small


def test_groups_that_share_a_label_are_one_unit():
    """Six animals of ten images: differences between animals are none between classes."""
    rng = np.random.default_rng(1)
    animal = np.repeat(np.arange(6), 10)
    values = rng.normal(size=(6, 40))[animal] + 0.1 * rng.normal(size=(60, 40))
    labels = animal // 3
    grouped = Units(labels, [str(a) for a in animal], ["train"] * 60)
    single = Units(labels, [str(i) for i in range(60)], ["train"] * 60)
    assert (permutation_test([grouped.means(values)], grouped).family() > 0.05).all()
    assert (permutation_test([single.means(values)], single).family() <= 0.05).any()  # what grouping prevents


def test_wilson_solves_its_equation_and_newcombe_knows_the_published_example():
    for rate, n in ((0.0, 10), (0.3, 20), (1.0, 7)):
        low, high = wilson(np.array([rate]), n)
        z = norm.ppf(0.975)
        for end in (low[0], high[0]):
            assert abs(rate - end) == pytest.approx(z * np.sqrt(max(end * (1 - end), 0) / n), abs=1e-9)
    low, high = newcombe(np.array([56 / 70]), 70, np.array([48 / 80]), 80)  # Newcombe 1998, table II, row (a)
    assert (round(low[0], 4), round(high[0], 4)) == (0.0524, 0.3339)
    low, high = newcombe(np.array([1.0]), 10, np.array([0.0]), 10)
    assert low[0] < 1 == high[0] and low[0] > 0.5
