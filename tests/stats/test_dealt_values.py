"""Outcomes dealt anew keep groups whole, folds in proportion, and the level of the test."""

from __future__ import annotations

import numpy as np

from mousaic.stats.dealt_values import Dealt, deal_classes, deal_numbers


def test_classes_are_dealt_to_whole_groups_within_a_fold() -> None:
    labels = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    units, folds = list("aabbccdd"), np.array([0] * 4 + [1] * 4)
    found = deal_classes(labels, units, folds, 50, 0)
    assert found.exact and len(found.values) == 4  # two orders in each fold
    assert (found.values[:, ::2] == found.values[:, 1::2]).all()
    assert all(sorted(one[:4]) == [0, 0, 1, 1] for one in found.values)


def test_numbers_of_whole_groups_change_groups() -> None:
    values = np.array([1.0, 1.0, 2.0, 2.0, 3.0, 3.0])
    found = deal_numbers(values, list("aabbcc"), 200, 0)
    assert (found.values[:, ::2] == found.values[:, 1::2]).all()
    assert {tuple(one) for one in found.values[:, ::2].tolist()} == {
        (a, b, c) for a in (1, 2, 3) for b in (1, 2, 3) for c in (1, 2, 3) if len({a, b, c}) == 3
    }


def test_numbers_that_differ_within_a_group_go_to_groups_of_its_size_and_are_mixed_there() -> None:
    values = np.array([1.0, 2.0, 3.0, 10.0, 20.0, 5.0, 6.0, 30.0, 40.0])
    found = deal_numbers(values, [*"aaabb", "c", "d", *"ee"], 300, 0).values
    assert all(sorted(one[:3]) == [1, 2, 3] for one in found), "no other group has three"
    assert {tuple(one[5:7]) for one in found} == {(5, 6), (6, 5)}
    pairs = {(tuple(one[3:5]), tuple(one[7:9])) for one in found}
    low, high = {(10, 20), (20, 10)}, {(30, 40), (40, 30)}
    assert pairs == {pair for a in low for b in high for pair in ((a, b), (b, a))}


def test_p_is_never_nothing() -> None:
    null = np.array([0.5] * 99)
    assert Dealt(np.zeros((99, 2))).p(0.9, null) == 0.01
    assert Dealt(np.zeros((99, 2))).p(0.5, null) == 1
    assert Dealt(np.zeros((4, 2)), exact=True).p(0.9, np.array([0.9, 0.1, 0.2, 0.3])) == 0.25
