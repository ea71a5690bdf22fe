"""Which parts make an image odd."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from mousaic.analysis.parts.part_set import FoundParts
from mousaic.uses.anomaly.odd_parts import MOST, odd_parts


def seen(count: int, seed: int) -> FoundParts:
    """Six parts in normal images: presence about 0.6, places about a home each."""
    draw = np.random.default_rng(seed)
    presence = draw.normal(0.6, 0.05, (count, 6))
    row, column = (0.1 + 0.15 * np.arange(6) + draw.normal(0, 0.03, (count, 6)) for _ in range(2))
    return FoundParts(presence, row, column, presence > 0)


def test_each_kind_is_named_and_the_oddest_comes_first():
    normal, new = seen(60, 0), seen(4, 1)
    new.presence[0, 2] = 0.0
    new.presence[1, 3] = 0.99
    new.row[2, 4] += 0.5
    new.presence[2, 4] = 0.65
    new.presence[3, 0], new.presence[3, 1] = 0.1, 0.2
    found = odd_parts(normal, new)
    assert [(one.part, one.how) for one in found[0][:1]] == [(2, "absent")]
    assert [(one.part, one.how) for one in found[1][:1]] == [(3, "present")]
    assert [(one.part, one.how) for one in found[2][:1]] == [(4, "place")]
    assert [one.part for one in found[3][:2]] == [0, 1]
    assert all(a.strength >= b.strength for parts in found for a, b in pairwise(parts))


def test_a_part_that_is_missing_is_not_in_a_wrong_place():
    normal, new = seen(60, 0), seen(1, 1)
    new.presence[0, 2], new.row[0, 2] = 0.0, 0.95
    assert [one.how for one in odd_parts(normal, new)[0] if one.part == 2] == ["absent"]


def test_of_normal_images_hardly_any_part_is_named():
    named = [bool(parts) for parts in odd_parts(seen(300, 0), seen(300, 1))]
    assert np.mean(named) < 3 * 0.05 + 0.06


def test_no_more_than_a_few_are_named():
    new = seen(1, 1)
    new.presence[:] = 0.0
    assert len(odd_parts(seen(30, 0), new)[0]) == MOST
