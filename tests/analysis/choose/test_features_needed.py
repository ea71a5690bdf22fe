"""Features an image needs: against matching pursuit, and with classes made to need different numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.choose import features_needed as module
from mousaic.analysis.choose.features_needed import first_below, k_used, pursuit_path
from mousaic.model.ensemble import Ensemble
from mousaic.model.pursuit import matching_pursuit


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(6, 14), st.integers(4, 10), st.integers(1, 4), st.integers(0, 2**31))
def test_the_path_is_what_matching_pursuit_leaves(images, features, pixels, most, seed):
    draw = torch.Generator().manual_seed(seed)
    weight = torch.randn(features, pixels, generator=draw)
    x = torch.randn(images, pixels, generator=draw)
    path = pursuit_path(weight, x, most)
    assert path.shape == (images, most + 1)
    np.testing.assert_allclose(path[:, 0], x.double().square().sum(1), rtol=1e-6)
    for k in range(1, most + 1):
        ensemble = Ensemble.tied(weight[None], torch.zeros(1, features), None, k).requires_grad_(False)
        left = (ensemble.decode(matching_pursuit(ensemble, x))[0] - x).double().square().sum(1)
        np.testing.assert_allclose(path[:, k], left, rtol=1e-3, atol=1e-4)


def test_parts_and_wholes_give_the_same_path(monkeypatch):
    draw = torch.Generator().manual_seed(0)
    weight, x = torch.randn(12, 9, generator=draw), torch.randn(7, 9, generator=draw)
    whole = pursuit_path(weight, x, 4)
    monkeypatch.setattr(module, "MOST_NUMBERS", 100)
    np.testing.assert_allclose(pursuit_path(weight, x, 4), whole, rtol=1e-5, atol=1e-6)


def test_equal_features_and_no_image_do_no_harm():
    path = pursuit_path(torch.ones(5, 4), torch.stack([torch.ones(4), torch.zeros(4)]), 4)
    assert np.isfinite(path).all() and path[0, 1:].max() < 1e-9 and not path[1].any()


@given(st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=6), min_size=1, max_size=5), st.floats(0, 1))
def test_first_below_is_a_loop(rows, limit):
    rows = [sorted((row * 6)[:6], reverse=True) for row in rows]
    expected = [next((j for j, v in enumerate(row) if v <= limit), 6) for row in rows]
    assert first_below(np.array(rows), np.full(len(rows), limit)).tolist() == expected


def made_up(images=24, different=True):
    """Images of two classes in two folds: the second class needs two features more, if they are different."""
    labels = np.arange(images) % 2
    need = np.random.default_rng(0).integers(2, 5, images) + 2 * different * labels
    left = np.clip(1 - np.arange(9)[None] / (2 * need[:, None]), 0, 1)
    return left, labels, need


def test_classes_that_need_more_are_found_and_equal_ones_are_not():
    left, labels, need = made_up()
    groups = [str(i) for i in range(len(labels))]
    found = k_used(left, need * 3, 0.5, labels, groups, np.arange(24) // 2 % 2, ("plain", "busy"))
    np.testing.assert_array_equal(found.needed, need)
    assert found.most == 8 and found.beyond == 0
    plain, busy = found.classes
    assert (plain.class_name, plain.images, plain.groups) == ("plain", 12, 12)
    assert busy.needed.mean == pytest.approx(need[labels == 1].mean()) and busy.needed.low > plain.needed.high
    assert plain.adaptive.mean == pytest.approx(3 * plain.needed.mean)
    assert found.p_needed < 0.01 and found.floor < 0.001
    left, labels, need = made_up(different=False)
    assert k_used(left, need, 0.5, labels, groups, labels * 0, ("plain", "busy")).p_needed > 0.05


def test_the_group_is_the_unit_of_evidence():
    left, labels, need = made_up()
    groups = [f"{label}{i // 12}" for i, label in enumerate(labels)]  # two animals a class
    found = k_used(left, need, 0.5, labels, groups, labels * 0, ("plain", "busy"))
    assert found.classes[0].groups == 2
    assert found.floor == pytest.approx(1 / 3) and found.p_needed >= found.floor


def test_one_class_has_no_test_and_a_hard_image_is_counted():
    left = np.array([[1, 0.9, 0.8], [1, 0.4, 0.3]])
    found = k_used(left, np.array([1, 2]), 0.5, np.array([0, -1]), ["a", "b"], np.array([0, 1]), ("only",))
    assert found.needed.tolist() == [3, 1] and found.beyond == 1
    assert found.classes == () and found.p_needed is None and found.p_adaptive is None and found.floor is None
