"""Every statistic looks at some of the images at a time: that does not show in what it finds, only in its memory."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mousaic.analysis.statistics import STATISTICS


def same(one, other):
    """Whether two results have the same numbers, up to rounding."""
    if dataclasses.is_dataclass(one):
        one, other = vars(one), vars(other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray | float) and np.asarray(one).dtype.kind == "f":
        return np.allclose(one, other, rtol=1e-4, atol=1e-6, equal_nan=True)
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("name", list(STATISTICS))
def test_blocks_do_not_show(make_evidence, few_at_a_time, name, classes):
    rng = np.random.default_rng(0)
    labels, groups = np.arange(40) % (classes + 1) - 1, [f"g{i // 3}" for i in range(40)]
    pixels = rng.random((40, 3, 8, 8)) + 0.2 * (labels + 1)[:, None, None, None] * (np.arange(8) > 4)
    given = {"pixels": pixels / pixels.max(), "labels": labels, "groups": groups, "names": tuple("abc"[:classes])}
    statistic = STATISTICS.load(name)
    whole = statistic(make_evidence(**given, parts=["train"] * 30 + ["validation"] * 10), 0)
    few_at_a_time(300)  # a tenth of the labelings of a unit, 1 image, 7 columns
    assert same(statistic(make_evidence(**given, parts=["train"] * 30 + ["validation"] * 10), 0), whole)


@pytest.mark.parametrize("name", list(STATISTICS))
def test_memory_is_bounded(make_evidence, few_at_a_time, peak_of, name):
    few_at_a_time(2**18)
    statistic, rng = STATISTICS.load(name), np.random.default_rng(0)
    size = {"members": 1, "features": 64, "k": 8}
    statistic(make_evidence(pixels=rng.random((20, 1, 64, 64)), **size), 0)  # what it imports and compiles
    evidence = make_evidence(pixels=rng.random((1000, 1, 64, 64), np.float32), **size)
    assert evidence.flat.nbytes == 1000 * 2**14 and evidence.dictionary.size and len(evidence.units)
    assert any(
        peak_of(lambda: statistic(evidence, 0)) < 56 for _ in range(2)
    )  # three times these; 10 of it are labelings
