"""Bits of a code against the binomial coefficient itself."""

from __future__ import annotations

import math

import pytest

from mousaic.stats.code_bits import code_bits, values_within


def naive_bits(values, choices):
    return 8 * values + (math.log2(math.comb(choices, values)) if choices else 0)


@pytest.mark.parametrize("choices", [0, 1, 7, 40, 1024, 16384])
def test_bits_are_those_of_the_binomial_coefficient(choices):
    for values in {0, 1, 2, 7, 50, choices // 2, choices} - set(range(choices + 1 if choices else 10**6, 10**6)):
        assert code_bits(values, choices) == pytest.approx(naive_bits(values, choices), abs=1e-6)


@pytest.mark.parametrize("choices", [0, 1, 3, 12, 64, 1024])
@pytest.mark.parametrize("most", [0, 1, 5, 300])
def test_the_most_values_are_those_that_a_search_finds(choices, most):
    top = min(most, choices) if choices else most
    for bits in (0, 3, 7.9, 8, 18, 50, 104, 500, 2000):
        fitting = [v for v in range(top + 1) if naive_bits(v, choices) <= bits + 1e-6]
        assert values_within(bits, choices, most) == max(fitting)


def test_all_atoms_may_cost_less_than_all_but_one():
    assert code_bits(1024, 1024) < code_bits(1023, 1024)
    assert values_within(8 * 1024, 1024, 1024) == 1024


def test_more_values_than_atoms_are_no_code():
    with pytest.raises(ValueError, match="5 values cannot be chosen from 4 atoms"):
        code_bits(5, 4)
