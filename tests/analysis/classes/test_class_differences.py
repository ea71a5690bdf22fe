"""Class differences: planted ones are found, shuffled labels give none, and the floor is honest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mousaic.analysis.classes.class_differences import class_differences
from mousaic.analysis.evidence import activations
from mousaic.analysis.features.response import responses

SIDE = 12


def planted(make_evidence, each=12, strength=0.6, seed=0, **options):
    """Images of noise; those of the second class have a bright square where feature 3 of each member looks."""
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1], each)
    pixels = 0.25 + 0.05 * rng.normal(size=(2 * each, 1, SIDE, SIDE))
    pixels[labels == 1, :, 2:5, 2:5] += strength * 0.2
    weight = np.zeros((2, 9, SIDE, SIDE))
    for h in range(9):
        row, column = divmod(h, 3)
        weight[:, h, 4 * row : 4 * row + 3, 4 * column : 4 * column + 3] = 1 / 3
    weight[:, 3, :] = 0
    weight[:, 3, 2:5, 2:5] = 1 / 3
    return make_evidence(pixels=pixels, weight=weight.reshape(2, 9, -1), labels=labels, k=4, **options)


def shuffled(evidence, rng):
    images = evidence.images
    return replace(evidence, images=replace(images, labels=rng.permutation(images.labels)))


def test_a_planted_difference_is_found_and_named(make_evidence):
    found = class_differences(planted(make_evidence, strength=1.0), 0, 2_000)
    assert found.passed[:, 3].all() and (found.best_class[:, 3] == 1).all()
    assert (found.effect[:, 3] > 1).all() and found.ranked()[:2, 1].tolist() == [3, 3]
    apart = [h for h in range(9) if h not in (0, 1, 3, 4)]  # 0, 1 and 4 look at its edge
    # Others may fire less because feature 3 took a place among the k, but they see nothing.
    assert not (found.passed & found.by_response)[:, apart].any()
    assert (found.p <= found.p_member + 1e-12).all() and (found.p_member <= found.p_family + 1e-12).all()
    assert (found.low <= found.rate_difference).all() and (found.rate_difference <= found.high).all()
    assert found.units == found.images == (12, 12) and not found.exact


def test_effects_are_the_naive_ones(make_evidence):
    evidence = planted(make_evidence)
    found = class_differences(evidence, 0, 200)
    labels = evidence.images.labels
    for m, h in np.ndindex(2, 9):
        column = np.array([h])
        values = {"activation": activations(evidence.codes, m, column), "response": responses(evidence, m, column)}
        if found.best_class[m, h] < 0:
            assert not values["activation"].any() and found.p_family[m, h] == 1 and found.effect[m, h] == 0
            continue
        mine = labels == found.best_class[m, h]
        for name, v in values.items():
            expected = (v[mine].mean() - v[~mine].mean()) / v.std() if v.std() > 1e-9 else 0
            assert getattr(found, f"{name}_effect")[m, h] == pytest.approx(expected, abs=1e-5)
        clearer = "response" if found.by_response[m, h] else "activation"
        assert found.effect[m, h] == getattr(found, f"{clearer}_effect")[m, h] >= 0
        fires = values["activation"] != 0
        assert found.rate_difference[m, h] == pytest.approx(fires[mine].mean() - fires[~mine].mean())


def test_shuffled_labels_give_no_finding(make_evidence):
    """200 shuffles through the whole analysis."""
    rng = np.random.default_rng(0)
    evidence = planted(make_evidence, each=10)
    passed = sum(bool(class_differences(shuffled(evidence, rng), shuffle, 200).passed.any()) for shuffle in range(200))
    assert passed <= 20


def test_four_against_four_can_show_hardly_anything(make_evidence):
    found = class_differences(planted(make_evidence, each=4, strength=3), 0)
    assert found.exact and found.labelings == 70 and found.floor == pytest.approx(2 / 70)
    assert found.p.min() == pytest.approx(2 / 70)
    three = class_differences(planted(make_evidence, each=3, strength=3), 0)
    assert three.floor == pytest.approx(0.1) and not three.passed.any() and three.least_effect == np.inf


def test_features_that_hardly_fire_are_not_tested(make_evidence):
    evidence = planted(make_evidence)
    found = class_differences(evidence, 0, 200)
    for m, h in np.ndindex(2, 9):
        fired = (activations(evidence.codes, m, np.array([h])) != 0).sum()
        assert found.tested[m, h] == (fired >= 3)
    assert (found.p[~found.tested] == 1).all() and (found.q[~found.tested] == 1).all()


def test_images_of_a_group_do_not_count_twice(make_evidence):
    """Each image three times over, in one group: the same effect, and no smaller p."""
    one = planted(make_evidence, each=5, strength=1.5)
    pixels = np.repeat(one.images.pixels, 3, 0)
    groups = [f"g{i}" for i in np.repeat(np.arange(10), 3)]
    weight = one.model.ensemble.weight.numpy()
    labels = np.repeat(one.images.labels, 3)
    three = make_evidence(pixels=pixels, weight=weight, labels=labels, k=4, groups=groups)
    single, grouped = class_differences(one, 0), class_differences(three, 0)
    both = single.tested & grouped.tested
    assert both[:, 3].all()
    np.testing.assert_allclose(single.p[both], grouped.p[both])
    np.testing.assert_allclose(single.effect[both], grouped.effect[both], atol=1e-4)
    assert grouped.units == (5, 5) and grouped.images == (15, 15)


def test_one_animal_in_both_classes_is_compared_with_itself(make_evidence):
    evidence = planted(make_evidence, each=8, strength=1.0, groups=[f"animal{i % 8}" for i in range(16)])
    found = class_differences(evidence, 0)
    assert found.paired == 8 and found.exact and found.labelings == 2**8
    assert found.floor == pytest.approx(2 / 2**8) and found.p[:, 3] == pytest.approx(2 / 2**8)


def test_three_classes_and_none(make_evidence):
    evidence = planted(make_evidence, each=12, strength=1.5)
    labels = np.where(np.arange(24) < 6, 2, evidence.images.labels)
    three = replace(evidence, images=replace(evidence.images, labels=labels, class_names=("a", "b", "c")))
    found = class_differences(three, 0, 2_000)
    assert (found.best_class[:, 3] == 1).all() and found.passed[:, 3].all() and found.units == (6, 12, 6)
    none = replace(evidence, images=replace(evidence.images, labels=np.full(24, -1), class_names=()))
    assert class_differences(none) is None
    one = replace(evidence, images=replace(evidence.images, labels=np.where(np.arange(24) < 5, -1, 0)))
    assert class_differences(one) is None


def test_the_effect_needed_is_where_passing_begins(make_evidence):
    for strength in (0.3, 0.6):
        found = class_differences(planted(make_evidence, strength=strength), 0, 2_000)
        lowest = found.effect[found.passed].min(initial=np.inf)
        highest = found.effect[found.tested & ~found.passed].max(initial=0)
        assert highest - 0.1 <= found.least_effect <= lowest + 0.1


def test_labels_are_exchanged_within_parts_alone(make_evidence):
    evidence = planted(make_evidence, each=6)
    parts = ["train" if i % 3 else "validation" for i in range(12)]
    units = replace(evidence, parts=tuple(parts)).units
    assert units.labelings == 70 * 6  # 8 training images, 4 of each class; 4 held out, 2 of each
