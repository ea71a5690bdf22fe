"""What the benchmark of odd images computes."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.uses_anomaly import RIVALS, TESTED, aurocs, deal, dealt_p


def test_no_image_is_both_normal_and_tested():
    classes = np.repeat([0, 1, 2], 160)
    pixels = np.arange(len(classes))
    case = deal(pixels, classes, 1, 0)
    assert len(case.normal) == 100 and len(case.tested) == 60 + TESTED and case.odd.sum() == TESTED
    assert not set(case.normal) & set(case.tested)
    assert (classes[case.normal] == 1).all() and (classes[case.tested[~case.odd]] == 1).all()
    assert (classes[case.tested[case.odd]] != 1).all()


@pytest.mark.parametrize("name", RIVALS)
def test_what_is_far_from_all_is_odder_for_every_rival(name):
    draw = np.random.default_rng(0)
    known = draw.random((60, 4)) @ draw.random((4, 30))
    new = np.concatenate([draw.random((5, 4)) @ draw.random((4, 30)) * 0 + known[:5], known[:5] + 3 * draw.random(30)])
    score = RIVALS[name](known, new)
    assert score[5:].min() > score[:5].max()


def test_the_odd_are_told_and_p_is_uniform():
    draw = np.random.default_rng(0)
    calibrate, tested = np.exp(draw.normal(size=(20, 5))), np.exp(draw.normal(size=(2 * TESTED, 5)))
    tested[TESTED:] *= np.exp(4)
    assert aurocs(calibrate, tested)["ours"] > 0.99
    p = dealt_p(calibrate, tested, 0)
    assert ((p > 0) & (p <= 1)).all() and 0.35 < p.mean() < 0.65
