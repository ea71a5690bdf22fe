"""Filters at places, against loops over places and pixels; and their gradient in float64."""

from __future__ import annotations

import dataclasses
import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.config import ImageOptions
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.consensus import consensus
from mousaic.model.firing_rates import firing_rates
from mousaic.model.initial_filters import filters_of_windows
from mousaic.model.member_parts import LINEAR_DECODER, PLACES, TIED, Parts, capabilities_of
from mousaic.model.placing import Placing, need_room
from mousaic.model.store import Model, ModelCard, load_model, save_model
from mousaic.sealed import write_sealed
from tests.model.placed import NAMES, images, made, slow_atoms, slow_winners


@st.composite
def placings(draw: st.DrawFn) -> Placing:
    height, width = draw(st.integers(5, 9)), draw(st.integers(5, 9))
    sizes = tuple(draw(st.lists(st.sampled_from([1, 3, 5]), min_size=1, max_size=2)))
    shape = draw(st.integers(1, 2)), height, width
    return Placing(shape, draw(st.integers(1, 3)), sizes, draw(st.integers(1, 3)), draw(st.sampled_from([1, 3, 5])))


@settings(max_examples=30, deadline=None)
@given(placings(), st.integers(1, 2), st.integers(0, 99))
def test_codes_and_reconstructions_are_those_of_loops(placing, members, seed):
    ensemble, x, k = made(placing, 3, members, seed), images(placing, 2, seed), min(3, placing.features)
    ensemble = ensemble.with_k(k)
    codes, y = ensemble(x)
    for m in range(members):
        atoms = slow_atoms(ensemble, m)
        bias = ensemble.values["filter_bias"][m].repeat_interleave(placing.places)
        a = (x - ensemble.center[m]) @ atoms.T + bias
        torch.testing.assert_close(ensemble.preactivations(ensemble.centered(x))[m], a, atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(ensemble.atoms(m), atoms)
        torch.testing.assert_close(y[m], codes.dense(placing.features)[m] @ atoms + ensemble.center[m])
        for b in range(len(x)):
            winners = slow_winners(placing, a[b])
            expected = sorted(winners, key=lambda h, row=a[b]: -float(row[h]))[:k]
            active = codes.indices[m, b, : len(expected)] if len(expected) == k else None
            if active is not None:
                assert sorted(expected) == active.tolist()
                torch.testing.assert_close(codes.values[m, b], a[b, codes.indices[m, b]], atol=1e-5, rtol=1e-5)


def test_the_number_of_threads_changes_no_bit():
    placing = Placing((1, 40, 40), 32, (5,), 1, 3)
    ensemble, x = made(placing, 9), images(placing, 7)
    with use_threads(1):
        one = ensemble.encode(x)
    with use_threads(2):
        two = ensemble.encode(x)
    assert all(torch.equal(*pair) for pair in zip(one, two, strict=True))


def test_where_winners_are_fewer_than_k_the_rest_is_nothing():
    placing = Placing((1, 6, 6), 1, (3,), 1, 11)
    codes = made(placing, 4).encode(images(placing, 3))
    assert codes.values.ne(0).sum(2).tolist() == [[1, 1, 1]]
    assert all(len(set(row)) == 4 for row in codes.indices[0].tolist())


def test_the_gradient_in_float64():
    placing = Placing((2, 7, 6), 3, (3, 5), 2, 3)
    ensemble, x = made(placing, 4, 2).double(), images(placing, 3).double()
    with torch.no_grad():
        chosen = ensemble.encode(x)
    names = list(ensemble.values)

    def loss(*numbers: torch.Tensor) -> torch.Tensor:
        p = dict(zip(names, numbers, strict=True))
        values = ensemble.encoder.picked(p, x - p["center"][:, None], chosen.indices)
        y = ensemble.decoder.decode(p, Codes(torch.where(chosen.values == 0, 0.0, values), chosen.indices))
        return (y - x).square().mean()

    numbers = [ensemble.values[name].detach().clone().requires_grad_(True) for name in names]
    assert torch.autograd.gradcheck(loss, numbers)
    ensemble.requires_grad_(True)
    own = torch.autograd.grad((ensemble(x)[1] - x).square().mean(), list(ensemble.values.values()))
    for mine, expected in zip(own, torch.autograd.grad(loss(*numbers), numbers), strict=True):
        torch.testing.assert_close(mine, expected)
    by_filters = dict(zip(names, own, strict=True))["filters"]
    around = ensemble.parts.placing.mask(by_filters) == 0
    assert around.any() and bool((by_filters[:, around] == 0).all())


def test_filters_start_as_windows_of_length_1_each_in_its_square():
    placing = Placing((1, 20, 20), 6, (5, 9), 2, 3)
    found = filters_of_windows(images(placing, 4) - 0.5, placing, 2, 0)
    torch.testing.assert_close(found.norm(dim=2), torch.ones(2, 6))
    assert bool((found * (1 - placing.mask(found)) == 0).all()) and bool((found[:, 1].abs().min(1).values > 0).all())
    assert torch.equal(found[:1], filters_of_windows(images(placing, 4) - 0.5, placing, 1, 0))
    nothing = filters_of_windows(torch.zeros(2, 400), placing, 1, 0)
    torch.testing.assert_close(nothing.norm(dim=2), torch.ones(1, 6))


def test_a_model_of_filters_is_kept_and_read_and_damage_is_said(tmp_path):
    placing = Placing((1, 8, 8), 3, (3, 5), 2, 3)
    ensemble, x = made(placing, 4, 2), images(placing, 5)
    card = ModelCard((1, 8, 8), 2, ensemble.features, 4, True, ImageOptions(), None, None, *ensemble.parts)
    save_model(tmp_path, Model(ensemble, card, x.mean(0)))
    found = load_model(tmp_path)
    assert found.card == card and found.ensemble.features == 48
    torch.testing.assert_close(found.ensemble(x)[1], ensemble(x)[1])
    text = (tmp_path / "model.json").read_text().replace('"stride": 2', '"stride": 0')
    write_sealed(tmp_path / "model.json", json.loads(text))
    with pytest.raises(MousaicError, match="damaged"):
        load_model(tmp_path)


def test_pictures_stand_in_the_middle_and_moved_filters_are_alike():
    placing = Placing((2, 17, 17), 2, (7,), 2, 3)
    ensemble = made(placing, 2)
    blob = torch.zeros(2, 7, 7)
    blob[:, 1:4, 3:5] = torch.rand(2, 3, 2, generator=torch.Generator().manual_seed(0))
    ensemble.values["filters"].data[0, 0], moved = blob.flatten(), torch.roll(blob, (2, 1), (1, 2))
    ensemble.values["filters"].data[0, 1] = moved.flatten()
    pictures, alike = ensemble.pictures(0), ensemble.pictures(0, centred=True)
    assert torch.equal(placing.unframed(pictures), ensemble.values["filters"][0])
    assert not torch.equal(pictures[0], pictures[1]) and torch.equal(alike[0], alike[1])
    assert alike.sum() == pictures.sum() and placing.middle == (8, 8)


def test_a_consensus_finds_filters_that_are_another_moved():
    placing = Placing((1, 17, 17), 2, (7,), 2, 3)
    ensemble = made(placing, 2, 2)
    blobs = torch.zeros(2, 1, 7, 7)
    blobs[0, :, 1:4, 2:5], blobs[1, :, 2:5, 2:4] = torch.eye(3), 1.0
    ensemble.values["filters"].data[0] = blobs.flatten(1)
    ensemble.values["filters"].data[1] = torch.roll(blobs, (1, 2), (2, 3)).flip(0).flatten(1)
    found = consensus(ensemble)
    assert found.support.tolist() == [2, 2] and found.sources.tolist() == [[0, 1], [1, 0]]
    for own, blob in zip(found.ensemble.pictures(0, centred=True), ensemble.pictures(0, centred=True), strict=True):
        torch.testing.assert_close(own, blob)


def test_a_filter_fires_in_an_image_wherever_it_does():
    placing = Placing((1, 12, 12), 3, (3,), 2, 1)
    ensemble, x = made(placing, 4), images(placing, 9)
    filters = ensemble.encode(x).indices[0] // placing.places
    expected = [float((filters == f).any(1).float().mean()) for f in range(3)]
    assert firing_rates(ensemble, x)[0].tolist() == pytest.approx(expected)


def test_what_filters_can_and_where_they_have_no_room():
    assert {PLACES, LINEAR_DECODER, TIED} <= capabilities_of(Parts(*NAMES))
    with pytest.raises(MousaicError, match="winners does not go with linear, tied, which lack places"):
        capabilities_of(Parts(sparsity="winners"))
    placing = Placing((1, 8, 8), 2, (9,), 2, 3)
    with pytest.raises(MousaicError, match="lower --filter-sizes"):
        need_room(placing, 3)
    with pytest.raises(MousaicError, match="the 32 that 2 filters at 16 places are"):
        need_room(dataclasses.replace(placing, sizes=(3,)), 33)
