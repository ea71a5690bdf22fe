"""Members of different kinds as one, against each member by itself; and kept in a file."""

from __future__ import annotations

import dataclasses
import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.model.code_kinds import coder
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import LINEAR_DECODER, THRESHOLD, Parts
from mousaic.model.mixture import Mixture
from mousaic.model.store import Model, card_of, load_model, save_model
from mousaic.sealed import sealed

KINDS = [
    (Parts(), 6, 2), (Parts(decoder="untied"), 9, 3), (Parts(sparsity="omp"), 5, 2),
    (Parts("deep-2", "tied-deep"), 4, 1), (Parts(sparsity="jump-relu"), 8, 2), (Parts(decoder="sigmoid"), 3, 3),
]  # fmt: skip
PIXELS = 16


def member(parts: Parts, features: int, k: int, seed: int = 0, center: bool = True) -> Ensemble:
    """One member, stirred."""
    draw = torch.Generator().manual_seed(seed)
    mean = torch.rand(PIXELS, generator=draw) if center else None
    made = Ensemble.of_rows(orthogonal(1, features, PIXELS, seed), k, mean, parts, seed)
    for p in made.values.values():
        p.data += 0.05 * torch.randn(p.shape, generator=draw)
    return made.requires_grad_(False)


def images(count: int = 5, seed: int = 9) -> torch.Tensor:
    return torch.rand(count, PIXELS, generator=torch.Generator().manual_seed(seed))


members = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.booleans()), min_size=1, max_size=4).map(
    lambda drawn: [member(*kind, seed, center) for kind, seed, center in drawn]
)


@settings(max_examples=30, deadline=None)
@given(kinds=members, data=st.data())
def test_side_by_side_it_is_the_weighted_sum_of_its_members(kinds, data):
    weights = [data.draw(st.floats(-1, 2)) for _ in kinds]
    mixture, x = Mixture(kinds, weights), images()
    codes, y = mixture(x)
    expected = sum(weight * one(x)[1][0] for weight, one in zip(weights, kinds, strict=True))
    torch.testing.assert_close(y[0], expected, rtol=1e-4, atol=1e-5)
    assert codes.values.shape[:2] == (1, 5) and (codes.indices.diff(dim=2) > 0).all()  # features ascend, none twice
    dense = torch.cat([one.encode(x).dense(one.features) for one in kinds], 2)
    torch.testing.assert_close(codes.dense(mixture.features), dense)
    assert (mixture.members, mixture.features, mixture.pixels) == (1, sum(one.features for one in kinds), PIXELS)


@settings(max_examples=30, deadline=None)
@given(kinds=members)
def test_in_a_chain_each_describes_what_those_before_it_left_over(kinds):
    mixture, x = Mixture.chain(kinds), images()
    left, total = x.clone(), torch.zeros_like(x)
    for one in kinds:
        made = one(left)[1][0]
        left, total = left - made, total + made
    y = mixture(x)[1][0]
    torch.testing.assert_close(y, total, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(x - y, left, rtol=1e-4, atol=1e-5)
    longer = Mixture.chain([mixture, kinds[0]])  # a chain in a chain is one chain
    assert longer.sizes == (*mixture.sizes, kinds[0].features)


@settings(max_examples=20, deadline=None)
@given(kinds=members, chained=st.booleans())
def test_pictures_are_what_a_feature_adds_to_silence(kinds, chained):
    mixture = Mixture.chain(kinds) if chained else Mixture(kinds, [0.25] * len(kinds))
    every = torch.arange(mixture.features)
    alone = mixture.decode(Codes(torch.ones(1, len(every), 1), every[None, :, None]))[0] - mixture.silence()
    torch.testing.assert_close(mixture.atoms(0), alone, rtol=1e-4, atol=1e-5)
    chosen = every.flip(0).repeat(2).view(2, -1)
    torch.testing.assert_close(mixture.atoms(0, chosen), alone[chosen], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(mixture.dictionary(), mixture.gallery())


def test_the_order_of_a_codes_entries_does_not_matter():
    mixture, x = Mixture([member(*kind) for kind in KINDS[:3]], [0.5, 0.3, 0.2]), images()
    codes = mixture.encode(x)
    torch.testing.assert_close(mixture.decode(codes.by_value()), mixture.decode(codes))


@settings(max_examples=30, deadline=None)
@given(kinds=members, data=st.data())
def test_another_k_is_shared_out(kinds, data):
    mixture = Mixture(kinds, [1 / len(kinds)] * len(kinds))
    assert [one.k for one in mixture.with_k(mixture.k).each] == [one.k for one in kinds]
    k = data.draw(st.integers(1, mixture.features))
    other = mixture.with_k(k)
    assert other.k == sum(one.k for one in other.each) == k
    assert all(0 <= one.k <= one.features for one in other.each)
    assert torch.isfinite(other(images())[1]).all()


def test_other_kinds_of_codes():
    x, linear = images(), Mixture([member(*KINDS[n]) for n in (0, 1, 2)], [0.4, 0.4, 0.2])
    errors = {
        kind: (linear.decode(coder(linear, kind)(x)) - x).square().mean() for kind in ("own", "least-squares", "omp")
    }
    assert errors["least-squares"] < errors["own"] and errors["omp"] < errors["own"]
    one_pass = coder(linear, "topk")(x)
    assert one_pass.values.shape[2] == linear.k
    bent = Mixture([member(*KINDS[0]), member(*KINDS[3]), member(*KINDS[4])], [1 / 3] * 3)
    assert LINEAR_DECODER in linear.capabilities and bent.capabilities == {THRESHOLD}
    assert (coder(bent, "topk")(x).values != 0).sum(2).max() <= bent.k
    with pytest.raises(MousaicError, match=r"Matching pursuit needs a model with the capability 'linear_decoder'"):
        coder(bent, "omp")(x)


def test_what_cannot_stand_in_one():
    two = Ensemble.of_rows(orthogonal(2, 4, PIXELS, 0), 2, None)
    for kinds in ([two], [Mixture([member(*KINDS[0])], [1.0])]):
        with pytest.raises(MousaicError, match="single ones"):
            Mixture(kinds, [1.0])
    with pytest.raises(MousaicError, match="each has a weight"):
        Mixture([member(*KINDS[0])], [0.5, 0.5])


@pytest.mark.parametrize("chained", [False, True])
def test_what_is_kept_is_what_was_there(tmp_path, chained):
    kinds = [member(*kind, seed=n, center=n % 2 == 0) for n, kind in enumerate(KINDS)]
    mixture = Mixture.chain(kinds) if chained else Mixture(kinds, [0.1, 0.2, 0.3, 0.1, 0.2, 0.1])
    card = card_of(mixture, (1, 4, 4), ImageOptions(size=4))
    save_model(tmp_path, Model(mixture, card, torch.zeros(PIXELS)))
    again = load_model(tmp_path)
    assert again.card == card and isinstance(again.ensemble, Mixture)
    assert again.ensemble.weights == mixture.weights and again.ensemble.chained == chained
    x = images()
    for ours, theirs in zip(
        (mixture.encode(x), mixture(x)[1]), (again.ensemble.encode(x), again.ensemble(x)[1]), strict=True
    ):
        assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))
    told = json.loads((tmp_path / "model.json").read_text())
    told["mixed"]["members"][0]["features"] += 1
    (tmp_path / "model.json").write_text(json.dumps(sealed(told)))
    with pytest.raises(MousaicError, match=r"does not hold what model\.json says"):
        load_model(tmp_path)
    told["mixed"]["members"][0] = {"features": 6}
    (tmp_path / "model.json").write_text(json.dumps(sealed(told)))
    with pytest.raises(MousaicError, match="is damaged"):
        load_model(tmp_path)


def test_the_card_of_members_of_one_kind_is_as_before():
    one = member(*KINDS[1])
    card = card_of(one, (1, 4, 4), ImageOptions(size=4))
    assert card.mixed is None and card.parts == one.parts and dataclasses.asdict(card)["k"] == 3
