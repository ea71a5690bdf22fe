"""What differs is found as it was planted: a thing that comes and goes, one that moves, and light; else nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mousaic.analysis.classes.class_findings import class_findings
from mousaic.analysis.classes.detectable import detectable
from mousaic.analysis.classes.primary_answer import BLOCKS, asked_of, places_where_found, primary_answer
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.analysis.classes.within_strata import alike_in, strata_of
from mousaic.analysis.parts.part_findings import findings_of, learned_from

SIDE, EACH = 32, 14
CROSS = np.zeros((5, 5))
CROSS[2], CROSS[:, 2] = 1, 1
RING = 1.0 - np.pad(np.ones((3, 3)), 1)


def planted(make_evidence, seed=0, comes=False, moves=0, light=0.0, **options):
    """Images of soft noise, two classes. A cross top left, if it ``comes`` in the second class alone; a ring bottom
    right in all, ``moves`` pixels further left in the second; and light, added to all of the second."""
    rng = np.random.default_rng(seed)
    labels = np.repeat([0, 1], EACH)
    pixels = 0.3 + 0.03 * rng.normal(size=(2 * EACH, 1, SIDE, SIDE))
    for image, label in zip(pixels[:, 0], labels, strict=True):
        down, across = rng.integers(-2, 3, 2)
        if comes and label:
            image[6 + down : 11 + down, 6 + across : 11 + across] += 0.4 * CROSS
        left = 22 + across - moves * label
        image[22 + down : 27 + down, left : left + 5] += 0.4 * RING
        image += light * label
    pixels = pixels.clip(0, 1)
    numbers = [f"img{i:03d}" for i in rng.permutation(2 * EACH)]  # no telling by file names
    evidence = make_evidence(pixels=pixels, labels=labels, members=1, **options)
    return replace(evidence, images=replace(evidence.images, paths=tuple(f"{n}.png" for n in numbers)))


def found_in(evidence, count=24):
    parts = learned_from(evidence.images, np.ones(len(evidence.images), bool), 0, count)
    assert parts is not None
    found = findings_of(parts, evidence.images)
    return found, class_findings(evidence, found, shortcuts(evidence, 0, 99), 0)


def middle(one):
    return (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2


def test_a_part_that_comes_in_one_class_is_the_one_finding(make_evidence):
    evidence = planted(make_evidence, comes=True)
    parts, found = found_in(evidence)
    assert found.answer.p_primary == found.findings[0].p_corrected and len(found.findings) == 1
    one = found.findings[0]
    assert one.kind == "presence" and one.best_class == 1 and one.p_corrected < 0.01
    assert middle(one) == pytest.approx((8.5 / SIDE, 8.5 / SIDE), abs=0.12)
    values = parts.found.presence[:, one.thing]
    mine = evidence.images.labels == 1
    assert one.gap.effect == pytest.approx((values[mine].mean() - values[~mine].mean()) / values.std())
    assert one.gap.low <= one.gap.effect <= one.gap.high


def test_a_part_that_lies_elsewhere_is_found_by_its_place(make_evidence):
    parts, found = found_in(planted(make_evidence, moves=6))
    kinds = {str(k) for k, p in zip(found.answer.kind, found.answer.passed, strict=True) if p}
    assert "place" in kinds and found.answer.p_primary < 0.01
    place = [i for i in np.flatnonzero(found.answer.passed) if found.answer.kind[i] == "place"]
    columns = places_where_found(parts.found)[1]
    thing = found.answer.thing[place[0]]
    assert abs(np.diff([columns[:EACH, thing].mean(), columns[EACH:, thing].mean()])[0]) > 3 / SIDE


def test_light_alone_is_found_as_light_and_not_to_be_told_from_brightness(make_evidence):
    _, found = found_in(planted(make_evidence, light=0.2))
    assert found.findings and {one.kind for one in found.findings} == {"pixel"}
    first = found.findings[0]
    assert first.best_class == 1 and first.gap.effect > 1
    assert first.shortcut in ("brightness", "border") and not first.p_within <= 0.05


def test_two_things_are_two_findings_and_the_second_is_asked_for_more(make_evidence):
    _, found = found_in(planted(make_evidence, comes=True, moves=6))
    assert len(found.findings) == 2
    p = found.answer.p_family[found.answer.passed].min()
    assert found.findings[1].p_corrected >= 2 * p * (1 - 1e-9) and found.findings[1].p_corrected <= 0.05
    apart = np.subtract(middle(found.findings[0]), middle(found.findings[1]))
    assert np.hypot(*apart) > 0.4


def test_labels_that_mean_nothing_pass_in_one_of_twenty(make_evidence):
    evidence = planted(make_evidence, comes=True)
    parts = found_in(evidence)[0]
    asked, rng, wrong = asked_of(evidence, parts), np.random.default_rng(2), 0
    for seed in range(60):
        labels = rng.permutation(evidence.images.labels)
        units = replace(evidence, images=replace(evidence.images, labels=labels)).units
        wrong += primary_answer(asked, units, 2, seed, 999).p_primary <= 0.05
    assert wrong <= 8  # of 60; 3 are expected, and 9 or more happen once in 300


def test_groups_are_dealt_whole(make_evidence):
    """Twenty-eight images of six animals are six units: nothing can be shown, however clear."""
    groups = [f"animal{i // 5 if i < EACH else 3 + (i - EACH) // 5}" for i in range(2 * EACH)]
    _, found = found_in(planted(make_evidence, comes=True, groups=groups))
    assert found.answer.units == (3, 3) and found.answer.floor == 0.1
    assert not found.findings and found.answer.p_primary >= 0.1


def test_of_oblong_images_light_is_asked(make_evidence):
    evidence = planted(make_evidence, light=0.2)
    images = replace(evidence.images, pixels=evidence.images.pixels[:, :, :20])
    found = class_findings(replace(evidence, images=images), None, shortcuts(evidence, 0, 99), 0)
    assert len(found.answer.kind) == BLOCKS**2 and found.findings[0].kind == "pixel"


def test_one_class_asks_nothing(make_evidence):
    evidence = planted(make_evidence)
    images = replace(evidence.images, labels=np.zeros(2 * EACH, np.int64))
    evidence = replace(evidence, images=images)
    assert class_findings(evidence, None, shortcuts(evidence, 0, 99), 0) is None


def test_strata_are_even_and_ordered():
    from mousaic.stats.exchangeable_units import Units

    values = np.random.default_rng(0).normal(size=40)
    units = Units(np.arange(40) % 2, [str(i) for i in range(40)], ["train"] * 40)
    strata = strata_of(values, units)
    assert np.bincount(strata).tolist() == [10, 10, 10, 10]
    assert max(values[strata == 0]) <= min(values[strata == 1])


def test_what_follows_a_shortcut_goes_within_its_strata(make_evidence):
    """A number that only says how bright an image is differs between the classes, but not among images as bright."""
    rng = np.random.default_rng(4)
    evidence = planted(make_evidence, light=0.0)
    bright = 0.06 * rng.normal(size=2 * EACH) + 0.1 * (evidence.images.labels == 1)
    pixels = evidence.images.pixels + bright[:, None, None, None].astype(np.float32)
    evidence = replace(evidence, images=replace(evidence.images, pixels=pixels))
    properties = shortcuts(evidence, 0, 199)
    follower = bright + 0.003 * rng.normal(size=2 * EACH)
    alike = alike_in(evidence, properties)
    name, within = alike.name, alike.p((follower,), 0)
    assert name in ("brightness", "border") and within > 0.05
    own = evidence.images.labels + 0.3 * rng.normal(size=2 * EACH)
    assert alike.p((own,), 0) < 0.05


def test_what_could_be_found_is_what_passes(make_evidence):
    """A part seen in so many units of a class as are said to be enough reaches the bar, one fewer does not."""
    from mousaic.stats.permutation import observe

    evidence = planted(make_evidence)
    answer = found_in(evidence)[1].answer
    least = detectable(answer)
    enough = round(least.share * EACH)
    seen = np.zeros((2 * EACH, 2))
    seen[:enough, 0] = seen[: enough - 1, 1] = 1
    statistic = observe([evidence.units.means(seen)], evidence.units).statistic
    assert statistic[0] >= answer.bar > statistic[1]
