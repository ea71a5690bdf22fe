"""Members made one: by hand on small dictionaries, and by properties on any."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.model.consensus import consensus, joined
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import DECODERS, PURSUIT, STANDARD, Decoder


def ensemble_of(weight: Tensor, k: int = 2, center: bool = True, bias: Tensor | None = None) -> Ensemble:
    members, features, pixels = weight.shape
    source = torch.Generator().manual_seed(1)
    bias = torch.randn(members, features, generator=source) / 9 if bias is None else bias
    centers = torch.rand(members, pixels, generator=source) if center else None
    return Ensemble.tied(weight, bias, centers, k).requires_grad_(False)


def random_ensemble(members: int, features: int, pixels: int, k: int, seed: int = 0, center: bool = True) -> Ensemble:
    weight = torch.randn(members, features, pixels, generator=torch.Generator().manual_seed(seed))
    return ensemble_of(weight, k, center)


def test_joined_members_have_all_features_and_one_code_for_all():
    ensemble = random_ensemble(3, 6, 10, 2)
    made, x = joined(ensemble), torch.rand(4, 10)
    assert (made.members, made.features, made.k) == (1, 18, 2)
    torch.testing.assert_close(made.weight[0, 6:12], ensemble.weight[1])
    torch.testing.assert_close(made.center[0], ensemble.center.mean(0))
    a = torch.cat(
        [(x - ensemble.center.mean(0)) @ w.T + b for w, b in zip(ensemble.weight, ensemble.bias, strict=True)], 1
    )
    torch.testing.assert_close(made.encode(x).values[0].sort(1).values, a.topk(2).values.sort(1).values)
    assert joined(random_ensemble(2, 3, 4, 1, center=False)).center is None


def test_features_are_merged_where_they_are_alike_and_counted():
    axes = torch.eye(6)
    # Member 1 has member 0's feature 0, negated and twice as long, and something near its feature 1.
    near = torch.nn.functional.normalize(axes[1] + 0.2 * axes[5], dim=0)
    weight = torch.stack([torch.stack([axes[0], axes[1], axes[2]]), torch.stack([near, axes[3], -2 * axes[0]])])
    bias = torch.tensor([[0.1, 0.2, 0.3], [0.4, 0.5, 0.7]])
    made = consensus(ensemble_of(weight, 2, bias=bias), 0.7, features=4)
    assert made.support.tolist() == [2, 2, 1, 1]
    assert made.sources.tolist() == [[0, 1, 2, -1], [2, 0, -1, 1]]
    torch.testing.assert_close(made.ensemble.weight[0, 0], 1.5 * axes[0])  # its sign is the first member's
    torch.testing.assert_close(made.ensemble.bias[0], torch.tensor([0.4, 0.3, 0.3, 0.5]))
    between = torch.nn.functional.normalize(axes[1] + near, dim=0)
    torch.testing.assert_close(made.ensemble.weight[0, 1], between)
    torch.testing.assert_close(made.ensemble.weight[0, 3], axes[3])


def test_members_keep_the_codes_that_they_have():
    """Their rows are all that is merged, so that members on the codes of matching pursuit can be, too."""
    ensemble = random_ensemble(3, 6, 10, 2).with_sparsity(PURSUIT)
    for made in (consensus(ensemble).ensemble, joined(ensemble)):
        assert made.parts == ensemble.parts
        assert made.encode(torch.rand(4, 10)).values.shape == (1, 4, 2)
    DECODERS.register("other", Hidden())
    try:
        other = Ensemble(ensemble.values, 2, STANDARD._replace(decoder="other"))
        with pytest.raises(
            MousaicError, match="with a linear encoder and a tied decoder alone, or of filters, not of linear, other"
        ):
            consensus(other)
    finally:
        DECODERS.forget("other")


class Hidden(Decoder):
    """A decoder of another kind, whatever it shows."""

    def decode(self, p, codes):
        raise NotImplementedError

    def atoms(self, p, member, chosen=None):
        raise NotImplementedError


def test_the_same_member_again_and_again_is_itself():
    once = random_ensemble(1, 7, 20, 3)
    weight, bias = once.weight.expand(4, -1, -1).clone(), once.bias.expand(4, -1).clone()
    made = consensus(Ensemble.tied(weight, bias, once.center.expand(4, -1).clone(), 3).requires_grad_(False), 0.9)
    assert made.support.tolist() == [4] * 7 and made.sources.tolist() == [list(range(7))] * 4
    torch.testing.assert_close(made.ensemble.weight, once.weight)
    torch.testing.assert_close(made.ensemble.center, once.center)
    x = torch.rand(3, 20)
    torch.testing.assert_close(made.ensemble(x)[1], once(x)[1])


@settings(max_examples=40, deadline=None)
@given(
    members=st.integers(1, 4),
    features=st.integers(1, 8),
    pixels=st.integers(2, 6),
    threshold=st.sampled_from([0.0, 0.3, 0.7, 1.0]),
    seed=st.integers(0, 99),
)
def test_each_feature_of_each_member_is_in_exactly_one_consensus_feature(members, features, pixels, threshold, seed):
    ensemble = random_ensemble(members, features, pixels, 1, seed)
    every = members * features
    made = consensus(ensemble, threshold, features=every)
    for own in made.sources:
        assert sorted(own[own >= 0].tolist()) == list(range(features))
    assert torch.equal(made.support, (made.sources >= 0).sum(0))
    assert (made.support.diff() <= 0).all() and int(made.support.sum()) == every
    few = consensus(ensemble, threshold, features=1)
    torch.testing.assert_close(few.ensemble.weight[0, 0], made.ensemble.weight[0, 0])
    assert torch.isfinite(made.ensemble.weight).all() and torch.isfinite(made.ensemble.bias).all()
    if threshold == 0.0:  # all are alike then, each with one of every member
        assert (made.support == members).all()


def test_a_higher_threshold_merges_less():
    ensemble = random_ensemble(3, 30, 5, 2)
    counts = [int((consensus(ensemble, t, features=30).support == 3).sum()) for t in (0.2, 0.6, 0.9)]
    assert counts[0] > counts[1] > counts[2]


def test_rows_of_zeros_are_like_nothing_and_spoil_nothing():
    weight = torch.randn(2, 4, 6, generator=torch.Generator().manual_seed(0))
    weight[0, 1] = weight[1, 2] = 0
    made = consensus(ensemble_of(weight), 0.5, features=4)
    assert torch.isfinite(made.ensemble.weight).all()


@pytest.mark.parametrize(
    ("threshold", "features", "words"),
    [(1.5, None, "from 0 to 1, not 1.5"), (0.7, 2, "at least k = 3"), (0.7, 25, "2 members of 12 have 24 together")],
)
def test_what_cannot_be_made_is_refused_in_one_sentence(threshold, features, words):
    with pytest.raises(MousaicError, match=words):
        consensus(random_ensemble(2, 12, 8, 3), threshold, features)
