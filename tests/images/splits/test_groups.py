"""Groups with their class and size; and what is dealt with them is what two functions of their own dealt before."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.images.splits.folds import assign_folds
from mousaic.images.splits.groups import Group, by_class, groups_of
from mousaic.images.splits.validation_split import SMALLEST_SET, split_groups


def test_groups_have_the_label_of_most_and_come_by_name():
    labels = np.array([2, 1, 1, 2, 2, 0, -1])
    found = groups_of(labels, ["b", "b", "a", "c", "c", "c", "d"])
    assert found == [Group("a", 1, 1), Group("b", 1, 2), Group("c", 2, 3), Group("d", -1, 1)]
    assert [[group.name for group in members] for members in by_class(reversed(found))] == [["d"], ["b", "a"], ["c"]]


@st.composite
def grouped(draw):
    """Labels and groups of up to 60 images; groups may mix labels."""
    rows = draw(st.lists(st.tuples(st.integers(-1, 4), st.integers(0, 20)), min_size=1, max_size=60))
    return np.array([label for label, _ in rows], np.int64), [f"g{group}" for _, group in rows]


@given(grouped(), st.integers(2, 6), st.integers(0, 2**63 - 1))
@settings(max_examples=300, deadline=None)
def test_folds_are_those_of_before(data, folds, seed):
    labels, groups = data
    np.testing.assert_array_equal(assign_folds(labels, groups, folds, seed), former_folds(labels, groups, folds, seed))


@given(grouped(), st.floats(0, 0.9), st.integers(0, 2**63 - 1))
@settings(max_examples=300, deadline=None)
def test_held_out_images_are_those_of_before(data, validation, seed):
    labels, groups = data
    np.testing.assert_array_equal(
        split_groups(labels, groups, validation, seed), former_split(labels, groups, validation, seed)
    )


def former_folds(labels, groups, folds, seed):
    members = defaultdict(Counter)
    for label, group in zip(labels, groups, strict=True):
        members[group][int(label)] += 1
    classes = defaultdict(list)
    for group in sorted(members):
        count = members[group]
        classes[min(count, key=lambda label: (-count[label], label))].append(group)
    rng = np.random.default_rng(seed)
    total = np.zeros(folds, np.int64)
    place = {}
    for label in sorted(classes):
        shuffled = [classes[label][i] for i in rng.permutation(len(classes[label]))]
        own = np.zeros(folds, np.int64)
        for group in sorted(shuffled, key=lambda name: -members[name].total()):
            fold = int(np.lexsort((rng.permutation(folds), total, own))[0])
            place[group] = fold
            own[fold] += members[group].total()
            total[fold] += members[group].total()
    return np.array([place[group] for group in groups], np.int64)


def former_split(labels, groups, validation, seed):
    counts = defaultdict(Counter)
    for label, group in zip(labels, groups, strict=True):
        counts[group][int(label)] += 1
    members = [
        Group(name, min(count, key=lambda label: (-count[label], label)), count.total())
        for name, count in sorted(counts.items())
    ]
    if validation == 0 or len(labels) < SMALLEST_SET or len(members) < 2:
        return np.zeros(len(labels), dtype=bool)
    rng = np.random.default_rng(seed)
    shuffled = [members[i] for i in rng.permutation(len(members))]
    strata = [[g for g in shuffled if g.label == label] for label in sorted({g.label for g in members})]
    strata = [strata[i] for i in rng.permutation(len(strata))]
    held_out = former_choice(shuffled, strata, validation * len(labels), validation)
    return np.array([group in held_out for group in groups], dtype=bool)


def former_choice(shuffled, strata, target, validation):
    shares = [validation * sum(g.size for g in stratum) for stratum in strata]
    taken = []
    for place, stratum in enumerate(strata):
        left = []
        for group in stratum:
            if group.size <= shares[place]:
                shares[place] -= group.size
                taken.append(group)
            else:
                left.append(group)
        strata[place] = left
    missing = target - sum(g.size for g in taken)
    spare = [stratum if len(stratum) > 1 else [] for stratum in strata]
    for place in sorted(range(len(strata)), key=lambda i: -shares[i]):
        closer = [g for g in spare[place] if abs(missing - g.size) < abs(missing)]
        if closer:
            taken.append(closer[0])
            missing -= closer[0].size
    if not taken:
        candidates = [g for stratum in spare for g in stratum] or shuffled
        taken = [min(candidates, key=lambda g: abs(g.size - target))]
    return {g.name for g in taken}
