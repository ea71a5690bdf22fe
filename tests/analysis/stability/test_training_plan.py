"""Samples and halves keep groups whole, and every training is its own."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.stability.training_plan import plan_trainings, sample_groups
from mousaic.errors import MousaicError

GROUPS = ["a", "a", "b", "c", "c", "c", "d", "e"]
LABELS = np.array([0, 0, 0, 1, 1, 1, 1, 0])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=20), st.integers(0, 99))
def test_a_sample_is_whole_groups_as_many_as_there_are(groups, seed):
    sample = sample_groups(groups, seed, "x")
    counted = Counter(sample)
    sizes = Counter(groups)
    drawn = {}
    for i, times in counted.items():
        drawn.setdefault(groups[i], set()).add(times)
    assert all(len(times) == 1 for times in drawn.values())  # every image of a group as often as the others
    assert all(counted[i] for i, group in enumerate(groups) if group in drawn)
    assert sum(times.pop() for times in drawn.values()) == len(sizes)


def test_samples_differ_and_repeat_groups():
    samples = {sample_groups(list("abcdefgh"), 0, number) for number in range(20)}
    assert len(samples) == 20
    missing = np.mean([8 - len(set(sample)) for sample in samples]) / 8
    assert 0.2 < missing < 0.5  # about 1/e of the groups are in none of a sample's draws


def test_halves_share_no_group_and_leave_nothing_out():
    plan = plan_trainings(LABELS, GROUPS, 3, 0)
    for role in ("half", "phases-half", "shared", "phases-shared"):
        for block in (0, 1):
            one, other = (p.images for p in plan if p.role == role and p.block == block)
            assert sorted(one + other) == list(range(8))
            assert not {GROUPS[i] for i in one} & {GROUPS[i] for i in other}


def test_every_training_has_a_name_and_a_seed_of_its_own_that_more_runs_do_not_change():
    plan, longer = plan_trainings(LABELS, GROUPS, 3, 0), plan_trainings(LABELS, GROUPS, 9, 0)
    assert len({p.name for p in plan}) == len({p.seed(0) for p in plan}) == len(plan) == 3 + 8 + 8 + 8
    assert 0 not in {p.seed(0) for p in plan}
    assert set(plan) <= set(longer)
    assert [p.role for p in plan[:3]] == ["again"] * 3 and all(p.scattered is None for p in plan[:5])
    assert {p.scattered for p in plan if p.role.startswith("phases")} == {"phases"}
    assert plan != plan_trainings(LABELS, GROUPS, 3, 1)


def test_too_little_to_measure_is_refused():
    with pytest.raises(MousaicError, match="--runs must be at least 2, not 1"):
        plan_trainings(LABELS, GROUPS, 1, 0)
    with pytest.raises(MousaicError, match=r"trained on 3 groups of images.* at least 4"):
        plan_trainings(np.zeros(3, int), ["a", "b", "c"], 5, 0)
