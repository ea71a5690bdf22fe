"""Whether a new batch comes from where the earlier images came from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.analysis.parts import part_set
from mousaic.analysis.parts.part_set import FoundParts
from mousaic.images.image_set import ImageSet
from mousaic.uses.apply.drift import ENOUGH, Drift, _groups, compared_with, drift_of, earlier_images, find_drift

PARTS = 5
FEW = 199
"""Permutations."""
DEALS = 20


def seen(images: int, seed: int) -> FoundParts:
    """Parts in images that are alike."""
    draw = np.random.default_rng(seed)
    presence = draw.normal(0.6, 0.05, (images, PARTS))
    row, column = (0.1 + 0.15 * np.arange(PARTS) + draw.normal(0, 0.03, (images, PARTS)) for _ in range(2))
    return FoundParts(presence, row, column, presence > 0.55)


def drift_in(found: FoundParts, earlier: int, groups: list[str] | None = None, seed: int = 0) -> Drift:
    names = [str(i) for i in range(len(found.presence))] if groups is None else groups
    return drift_of(found, earlier, names, True, seed, FEW)


def test_of_batches_alike_one_in_twenty_is_called_drift():
    wrong = sum(drift_in(seen(24, seed), 14, seed=seed).overall <= 0.05 for seed in range(60))
    assert wrong <= 8  # of 60; 3 are expected, and 9 or more happen once in 300


def spots(count: int, seed: int) -> ImageSet:
    """A spot that moves a little, in noise."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[:16, :16]
    middle = 8 + draw.normal(0, 1, (2, count, 1, 1))
    pixels = 60 + 120 * np.exp(-((y - middle[0]) ** 2 + (x - middle[1]) ** 2) / 12) + draw.normal(0, 6, (count, 16, 16))
    return ImageSet.from_arrays(pixels.clip(0, 255).astype(np.uint8))


def test_of_real_parts_the_level_holds_beside_images_held_out_and_not_beside_those_learned_from(monkeypatch):
    """Twelve images to learn parts from, ten held out, eight new, all of one kind, dealt anew."""
    monkeypatch.setattr(part_set, "CANDIDATES", 32)
    held, learned = [], []
    for seed in range(DEALS):
        every = spots(30, seed)
        known, out, new = (every.subset(np.arange(a, b)) for a, b in ((0, 12), (12, 22), (22, 30)))
        parts = part_set.learn_parts(known, 8, seed, chance=False)
        after = part_set.find_parts(parts, new.pixels)
        for images, p in ((out, held), (known, learned)):
            earlier = earlier_images(parts, images, np.ones(len(images), bool))
            p.append(find_drift(earlier, new, after, seed).overall)
    assert np.mean(np.array(held) <= 0.05) <= 0.2
    assert np.mean(learned) < np.mean(held)


@pytest.mark.parametrize("kind", ["presence", "place"])
def test_a_planted_shift_is_found_in_its_part(kind):
    found = seen(24, 1)
    if kind == "presence":
        found.presence[14:, 2] += 0.15
    else:
        found.row[14:, 2] += 0.15
    drift = drift_in(found, 14)
    first = drift.order[0]
    assert (drift.kind[first], drift.part[first]) == (kind, 2) and drift.effect[first] > 1.5
    assert drift.overall == pytest.approx(1 / (FEW + 1)) and drift.passed.sum() == 1 and drift.units == (14, 10)
    assert np.all(drift.p <= drift.p_corrected + 1e-12)


def test_groups_are_dealt_whole_so_that_one_odd_animal_is_no_drift():
    found = seen(24, 2)
    found.presence[14:, 1] += 0.3
    groups = [f"old{i // 2}" for i in range(14)] + ["new"] * 10
    drift = drift_in(found, 14, groups)
    assert drift.units == (7, 1) and drift.floor == pytest.approx(1 / 8) and drift.overall >= 1 / 8


def batch(count: int, groups: list[str] | None = None) -> ImageSet:
    draw = np.random.default_rng(count)
    return ImageSet.from_arrays(draw.integers(0, 255, (count, 8, 8), dtype=np.uint8), groups=groups)


def test_names_of_files_are_no_groups_and_named_ones_are():
    old, new = batch(3), batch(2)
    assert old.paths[0] == new.paths[0] and len(set(_groups(old, new))) == 5
    old, new = batch(3, ["a", "b", "c"]), batch(2, ["a", "d"])
    assert len(set(_groups(old, new))) == 4


@given(held=st.integers(0, 12))
def test_held_out_images_alone_are_compared_with_where_they_are_enough(held):
    own = batch(14, [f"g{i}" for i in range(14)])
    out = np.arange(14) < held
    chosen = compared_with(own, out)
    assert chosen.sum() == (held if held >= ENOUGH else 14)
