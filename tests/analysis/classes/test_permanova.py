"""One test of all features together, against distances computed naively."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.classes.permanova import between, classes_together
from mousaic.analysis.evidence import activations


def naive_between(points, labels):
    """Sum of squares between classes, from class means in a loop."""
    centre = points.mean(0)
    return sum((labels == c).sum() * ((points[labels == c].mean(0) - centre) ** 2).sum() for c in set(labels.tolist()))


@pytest.mark.parametrize("classes", [2, 3])
def test_between_is_the_naive_one(classes):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(11, 4))
    points -= points.mean(0)
    labels = rng.permuted(np.tile(np.arange(11) % classes, (7, 1)), axis=1)
    expected = [naive_between(points, row) for row in labels]
    np.testing.assert_allclose(between(points @ points.T, labels, classes), expected)


def test_p_and_share_are_those_of_every_labeling(make_evidence):
    evidence = make_evidence(images=8)
    found = classes_together(evidence)
    codes = np.concatenate([activations(evidence.codes, m, np.arange(12)) for m in range(2)], 1)
    units = evidence.units
    null = [naive_between(codes, row) for row in units.deal(10**4, 0)]
    own = naive_between(codes, evidence.images.labels)
    total = ((codes - codes.mean(0)) ** 2).sum()
    assert found.p == pytest.approx(np.mean(np.array(null) >= own - 1e-9 * total))
    assert (found.share, found.by_chance) == (pytest.approx(own / total), pytest.approx(np.mean(null) / total))
    assert found.floor == units.floor(10**4)


def test_a_difference_is_found_and_noise_is_not(make_evidence):
    rng = np.random.default_rng(3)
    pixels = rng.normal(0.3, 0.05, (24, 1, 6, 6))
    assert classes_together(make_evidence(pixels=pixels)).p > 0.05
    pixels[::2, 0, :3] += 0.4
    assert classes_together(make_evidence(pixels=pixels)).p < 0.001


def test_nothing_to_compare(make_evidence):
    assert classes_together(make_evidence(labels=np.zeros(16, int))) is None
    assert classes_together(make_evidence(pixels=np.full((8, 1, 6, 6), 0.5))) is None
