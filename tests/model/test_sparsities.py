"""Sparsities that keep what is above 0 or a threshold, against loops; and the thresholds they learn."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import SPARSITIES, Parts
from mousaic.model.sparsity.above_threshold import MOST, level_of
from mousaic.model.sparsity.batch_top_k import SHARE
from mousaic.model.sparsity.jump_relu import LEAST, PACE, STRENGTH, WIDTH, Jump, Step
from mousaic.model.store import Model, ModelCard
from mousaic.runs.applied import model_encoder

SHAPE = {"members": st.integers(1, 3), "images": st.integers(1, 5), "features": st.integers(1, 9),
         "seed": st.integers(0, 99), "data": st.data()}  # fmt: skip


def drawn(members: int, images: int, features: int, seed: int) -> Tensor:
    draw = torch.Generator().manual_seed(seed)
    return torch.randn(members, images, features, generator=draw, dtype=torch.float64)


@settings(max_examples=25, deadline=None)
@given(**SHAPE)
def test_top_k_nonnegative(members, images, features, seed, data):
    k, a = data.draw(st.integers(1, features)), drawn(members, images, features, seed)
    dense = SPARSITIES.load("top-k-nonnegative").select({}, a, k).dense(features)
    for m in range(members):
        for i in range(images):
            largest = sorted(range(features), key=lambda h: -float(a[m, i, h]))[:k]
            expected = [float(a[m, i, h]) if h in largest and a[m, i, h] > 0 else 0.0 for h in range(features)]
            assert dense[m, i].tolist() == expected


@settings(max_examples=25, deadline=None)
@given(**SHAPE)
def test_batch_top_k_keeps_the_largest_of_the_batch_and_follows_the_smallest_of_them(
    members, images, features, seed, data
):
    k, a = data.draw(st.integers(1, features)), drawn(members, images, features, seed)
    p = {"threshold": torch.full((members,), 0.5, dtype=torch.float64)}
    codes, penalty = SPARSITIES.load("batch-top-k").select_to_learn(p, a, k)
    assert penalty is None
    dense, most = codes.dense(features), 1
    for m in range(members):
        places = sorted(((float(a[m, i, h]), i, h) for i in range(images) for h in range(features)), reverse=True)
        kept = [(value, i, h) for value, i, h in places[: k * images] if value > 0]
        expected = torch.zeros(images, features, dtype=torch.float64)
        for value, i, h in kept:
            expected[i, h] = value
        assert torch.equal(dense[m], expected)
        followed = 0.5 + SHARE * (kept[-1][0] - 0.5) if kept else 0.5
        assert float(p["threshold"][m]) == pytest.approx(followed)
        most = max(most, *(int((expected[i] != 0).sum()) for i in range(images)))
    assert codes.values.shape == (members, images, most)  # no wider than the fullest code


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(["batch-top-k", "jump-relu"]), **SHAPE)
def test_at_use_all_above_the_threshold_are_kept(name, members, images, features, seed, data):
    k, a = data.draw(st.integers(1, features)), drawn(members, images, features, seed)
    level = drawn(1, members, features, seed + 1)[0].abs() / 2 + 0.01
    p = {"log_threshold": level.log() / PACE}
    if name == "batch-top-k":
        level[:] = level[:, :1]
        p = {"threshold": level[:, 0]}
    codes = SPARSITIES.load(name).select(p, a, k)
    dense = codes.dense(features)
    assert codes.values.shape == (members, images, min(features, MOST * k))
    for m in range(members):
        for i in range(images):
            active = sorted(
                (h for h in range(features) if a[m, i, h] >= level[m, h] - 1e-12), key=lambda h: -a[m, i, h]
            )
            kept = set(active[: MOST * k])
            expected = [float(a[m, i, h]) if h in kept else 0.0 for h in range(features)]
            assert dense[m, i].tolist() == expected


@settings(max_examples=25, deadline=None)
@given(**SHAPE)
def test_jump_relu_has_the_derivatives_of_the_paper(members, images, features, seed, data):
    """Of a loss that is linear in the kept values, with the formulas written out entry by entry."""
    k, a = data.draw(st.integers(1, features)), drawn(members, images, features, seed).requires_grad_(True)
    log_level = (0.1 * drawn(1, members, features, seed + 1)[0] - 0.05).requires_grad_(True)
    pull = drawn(members, images, features, seed + 2)
    codes, penalty = SPARSITIES.load("jump-relu").select_to_learn({"log_threshold": log_level}, a, k)
    found = torch.autograd.grad((codes.dense(features) * pull).sum() + penalty, [a, log_level])
    by_a, by_log, seen = torch.zeros_like(a), torch.zeros_like(log_level), a.detach()
    strengths = []
    for m in range(members):
        level = [math.exp(PACE * float(log_level.detach()[m, h])) for h in range(features)]
        count = sum(float(seen[m, i, h]) >= level[h] for i in range(images) for h in range(features)) / images
        strengths.append(STRENGTH * (count / k - 1) ** 2)
        by_count = 2 * STRENGTH * (count / k - 1) / k / members
        for i in range(images):
            for h in range(features):
                value, width = float(seen[m, i, h]), WIDTH * level[h]
                by_a[m, i, h] = float(pull[m, i, h]) if value >= level[h] else 0.0
                near = float(abs(value - level[h]) <= width / 2)
                by_level = -near / width * (float(pull[m, i, h]) * level[h] + by_count / images)
                by_log[m, h] += by_level * PACE * level[h]
    assert float(penalty.detach()) == pytest.approx(sum(strengths) / members)
    torch.testing.assert_close(found[0], by_a)
    torch.testing.assert_close(found[1], by_log)
    assert torch.equal(codes.dense(features).detach() != 0, seen >= (PACE * log_level.detach()).exp()[:, None])


def test_away_from_its_threshold_the_jump_passes_the_check_by_finite_differences():
    a = torch.tensor([[[0.2, 3.0, -1.0], [2.5, 0.1, 4.0]]], dtype=torch.float64, requires_grad=True)
    level = torch.ones(1, 1, 3, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda a: Jump.apply(a, level), [a])
    assert torch.autograd.gradcheck(lambda a: Step.apply(a, level) + 0 * a, [a])


@pytest.mark.parametrize("name", ["batch-top-k", "jump-relu", "top-k-nonnegative"])
def test_gradients_reach_what_is_kept_and_nothing_else(name):
    a = drawn(2, 3, 6, 0).requires_grad_(True)
    p = {"threshold": torch.zeros(2).double(), "log_threshold": torch.zeros(2, 6).double()}
    dense = SPARSITIES.load(name).select_to_learn(p, a, 2)[0].dense(6)
    (gradient,) = torch.autograd.grad(dense.sum(), [a])
    assert torch.equal(gradient, (dense != 0).double())


def test_thresholds_start_where_k_are_active_on_average():
    draw = torch.Generator().manual_seed(0)
    x = torch.rand(40, 30, generator=draw)
    for name in ("batch-top-k", "jump-relu"):
        made = Ensemble.of_rows(orthogonal(2, 20, 30, 0), 4, x.mean(0), Parts(sparsity=name))
        made.settle(x)
        counts = made.requires_grad_(False).encode(x).values.ne(0).sum((1, 2))
        assert all(abs(int(count) - 4 * 40) <= 1 for count in counts), name
    assert level_of(-torch.ones(2, 3, 4), 2).tolist() == [0, 0]
    made.settle(x.mean(0).expand(3, -1))  # nothing to see: no logarithm of 0
    assert torch.allclose((PACE * made.values["log_threshold"]).exp(), torch.tensor(LEAST))


def test_revived_features_have_the_threshold_of_the_living():
    made = Ensemble.of_rows(orthogonal(2, 6, 9, 0), 2, None, Parts(sparsity="jump-relu")).requires_grad_(False)
    made.values["log_threshold"].data[1] = torch.tensor([1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    names = made.renew(1, torch.tensor([4]), torch.tensor([0, 1, 2]), torch.ones(1, 9) / 3)
    assert "log_threshold" in names and made.values["log_threshold"][1].tolist() == [1, 2, 3, 0, 2, 0]


def test_codes_of_k_features_and_a_refusal_where_the_threshold_decides():
    x = torch.rand(6, 9, generator=torch.Generator().manual_seed(0))
    made = Ensemble.of_rows(orthogonal(1, 8, 9, 0), 3, x.mean(0), Parts(sparsity="batch-top-k")).requires_grad_(False)
    assert coder(made, "own")(x).values.shape[2] == 8 and coder(made, "topk")(x).values.shape[2] == 3
    card = ModelCard((1, 3, 3), 1, 8, 3, True, ImageOptions(), sparsity="batch-top-k")
    model = Model(made, card, x.mean(0))
    assert model_encoder(model, "topk", 2)(x).values.shape[2] == 2
    with pytest.raises(MousaicError, match="leave --k out, or --codes topk"):
        model_encoder(model, "own", 2)
