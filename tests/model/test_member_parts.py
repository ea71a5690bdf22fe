"""Parts by name: what they can together, what they refuse, and models made of others than the standard ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import (
    DECODERS,
    LINEAR_DECODER,
    PLACES,
    RENEWABLE,
    ROWS,
    STANDARD,
    TIED,
    TOP_K,
    WINDOWED,
    Decoder,
    Parts,
    Size,
    capabilities_of,
    need,
)
from mousaic.model.pursuit import least_squares, matching_pursuit
from mousaic.model.store import Model, ModelCard, load_model, save_model
from mousaic.model.unit_responses import unit_responses


class Own(Decoder):
    """Rows of its own, which start as the encoder's; and, with ``bend``, a bend behind the sum."""

    def __init__(self, bend: bool) -> None:
        self.bend = bend
        self.capabilities = frozenset() if bend else frozenset({LINEAR_DECODER})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"own": rows.clone()}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"own": tuple(size)}

    def decode(self, p, codes: Codes) -> Tensor:
        y = summed_rows(p["own"], codes, None)
        return (y.tanh() if self.bend else y) + p["center"][:, None]

    def atoms(self, p, member: int, chosen: Tensor | None = None) -> Tensor:
        if chosen is None:
            chosen = torch.arange(p["own"].shape[1])
        one = {name: tensor[member : member + 1] for name, tensor in p.items()}
        return unit_responses(lambda codes: self.decode(one, codes), chosen)


@pytest.fixture
def own() -> Iterator[None]:
    DECODERS.register("own", Own(False))
    DECODERS.register("bent", Own(True))
    yield
    DECODERS.forget("own")
    DECODERS.forget("bent")


def made(decoder: str, k: int = 3) -> tuple[Ensemble, Tensor]:
    draw = torch.Generator().manual_seed(0)
    x = torch.rand(7, 20, generator=draw)
    ensemble = Ensemble.of_rows(orthogonal(2, 12, 20, 0), k, x.mean(0), Parts(decoder=decoder))
    return ensemble.requires_grad_(False), x


def test_what_the_standard_parts_can():
    assert capabilities_of(STANDARD) == {ROWS, "linear_encoder", LINEAR_DECODER, TIED, TOP_K, WINDOWED, RENEWABLE}
    need(made("tied")[0], TIED, "This")
    with pytest.raises(MousaicError, match="This needs a model with the capability 'places', which linear, tied"):
        need(made("tied")[0], PLACES, "This")


def test_unknown_parts_and_parts_that_do_not_go_together_are_refused():
    with pytest.raises(MousaicError, match="There is no encoder 'liner'; did you mean 'linear'"):
        capabilities_of(Parts(encoder="liner"))

    class Bare(type(DECODERS.load("tied"))):  # type: ignore[misc]
        needs = frozenset({PLACES})

    DECODERS.register("bare", Bare())
    try:
        with pytest.raises(MousaicError, match="bare does not go with linear, top-k, which lack places"):
            capabilities_of(Parts(decoder="bare"))
    finally:
        DECODERS.forget("bare")


def test_a_part_that_lacks_what_both_must_have_takes_it_from_the_model(own):
    assert not {TIED, WINDOWED, RENEWABLE} & capabilities_of(Parts(decoder="own"))
    assert {ROWS, LINEAR_DECODER, TOP_K} <= capabilities_of(Parts(decoder="own"))
    assert LINEAR_DECODER not in capabilities_of(Parts(decoder="bent"))


@pytest.mark.parametrize("decoder", ["tied", "own", "bent"])
def test_shapes_atoms_and_silence(own, decoder):
    ensemble, x = made(decoder)
    codes, y = ensemble(x)
    assert (ensemble.members, ensemble.features, ensemble.pixels, y.shape) == (2, 12, 20, (2, 7, 20))
    assert torch.equal(ensemble.silence(), ensemble.center.data)
    assert ensemble.atoms(1).shape == (12, 20) and ensemble.dictionary().shape == (2, 12, 20)
    chosen = codes.indices[1]
    torch.testing.assert_close(ensemble.atoms(1, chosen), ensemble.atoms(1)[chosen])
    torch.testing.assert_close(ensemble.member(1).decode(Codes(*(part[1:] for part in codes)))[0], y[1])


def test_unit_responses_are_the_rows_where_the_decoder_is_linear(own):
    ensemble, _ = made("own")
    torch.testing.assert_close(ensemble.atoms(0), ensemble.values["own"][0].data)
    bent, _ = made("bent")
    torch.testing.assert_close(bent.atoms(0), bent.values["own"][0].data.tanh())


def test_own_rows_that_equal_the_encoders_reconstruct_as_tied_ones_do(own):
    (tied, x), (free, _) = made("tied"), made("own")
    torch.testing.assert_close(free(x)[1], tied(x)[1])
    torch.testing.assert_close(matching_pursuit(free, x).values, matching_pursuit(tied, x).values)


def test_pursuit_of_a_decoder_that_is_not_linear_is_refused(own):
    ensemble, x = made("bent")
    for find in (least_squares, matching_pursuit):
        with pytest.raises(MousaicError, match="linear_decoder"):
            find(ensemble, x)


def test_a_model_of_other_parts_is_kept_and_read(own, tmp_path):
    ensemble, x = made("bent")
    card = ModelCard((1, 4, 5), 2, 12, 3, True, ImageOptions(), decoder="bent")
    save_model(tmp_path, Model(ensemble, card, x.mean(0)))
    found = load_model(tmp_path)
    assert found.card == card and found.card.parts == Parts(decoder="bent")
    assert all(torch.equal(p, found.ensemble.values[name]) for name, p in ensemble.values.items())
    torch.testing.assert_close(found.ensemble(x)[1], ensemble(x)[1])
    DECODERS.forget("bent")
    try:
        with pytest.raises(MousaicError, match="There is no decoder 'bent'"):
            load_model(tmp_path)
    finally:
        DECODERS.register("bent", Own(True))
