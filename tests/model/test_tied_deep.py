"""The tied deep decoder against a loop over layers and units, its gradients, and how it starts."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import LINEAR_DECODER, RENEWABLE, TIED, WINDOWED, Parts, capabilities_of

LAYERS = {"deep-2": 2, "deep-3": 3}


def of(encoder: str, members: int, features: int, pixels: int, seed: int = 0, center: bool = True) -> Ensemble:
    """In float64, every parameter stirred, so that none is 0."""
    draw = torch.Generator().manual_seed(seed)
    mean = torch.rand(pixels, generator=draw) if center else None
    rows = orthogonal(members, features, pixels, seed)
    made = Ensemble.of_rows(rows, 1, mean, Parts(encoder, "tied-deep"), seed)
    for p in made.values.values():
        p.data += 0.3 * torch.randn(p.shape, generator=draw)
    return made.double().requires_grad_(False)


def codes_of(members: int, images: int, features: int, k: int, seed: int = 0) -> Codes:
    draw = torch.Generator().manual_seed(seed)
    order = torch.rand(members, images, features, generator=draw).argsort(2)[..., :k]
    return Codes(torch.randn(members, images, k, generator=draw, dtype=torch.float64), order)


def naive(p: dict[str, Tensor], layers: int, m: int, z: Tensor) -> Tensor:
    """One image of one member, unit by unit, from a code with its zeros (H,)."""
    width = p["deep_out"].shape[2]
    g = [float((z * p["deep_out"][m, :, j]).sum()) / width**0.5 for j in range(width)]
    for layer in range(layers - 1, 0, -1):
        g = [max(0.0, one + float(p[f"deep_bias_{layer}"][m, j])) for j, one in enumerate(g)]
        below = p[f"deep_{layer}"][m]  # (J, what lies below)
        g = [sum(g[j] * float(below[j, i]) for j in range(width)) for i in range(below.shape[1])]
    y = torch.tensor(g, dtype=z.dtype)
    for h, value in enumerate(z):
        y = y + value * p["weight"][m, h]
    return y + p["center"][m] if "center" in p else y


@settings(max_examples=25, deadline=None)
@given(
    encoder=st.sampled_from(sorted(LAYERS)), members=st.integers(1, 3), images=st.integers(1, 3),
    features=st.integers(1, 6), pixels=st.integers(1, 7), seed=st.integers(0, 99), center=st.booleans(), data=st.data(),
)  # fmt: skip
def test_reconstructions_are_the_formula(encoder, members, images, features, pixels, seed, center, data):
    made = of(encoder, members, features, pixels, seed, center)
    codes = codes_of(members, images, features, data.draw(st.integers(1, features)), seed)
    dense, y = codes.dense(features), made.decode(codes)
    for m in range(members):
        for i in range(images):
            torch.testing.assert_close(y[m, i], naive(dict(made.values), LAYERS[encoder], m, dense[m, i]))


@pytest.mark.parametrize("encoder", LAYERS)
def test_gradients_are_those_of_finite_differences(encoder):
    made, codes = of(encoder, 2, 4, 5), codes_of(2, 3, 4, 2)
    names = [name for name in made.values if name != "bias"]

    def decode(values: Tensor, *tensors: Tensor) -> Tensor:
        return made.decoder.decode(dict(zip(names, tensors, strict=True)), Codes(values, codes.indices))

    inputs = [codes.values, *(made.values[name].data for name in names)]
    assert torch.autograd.gradcheck(decode, [one.clone().requires_grad_(True) for one in inputs])


@pytest.mark.parametrize("encoder", LAYERS)
def test_it_starts_as_the_tied_linear_decoder_without_a_parameter_more_than_the_encoder(encoder):
    x = torch.rand(7, 12, generator=torch.Generator().manual_seed(0))
    rows = orthogonal(2, 8, 12, 0)
    made = Ensemble.of_rows(rows, 3, x.mean(0), Parts(encoder, "tied-deep"))
    torch.testing.assert_close(made(x)[1], Ensemble.of_rows(rows, 3, x.mean(0))(x)[1])
    assert made.values.keys() == Ensemble.of_rows(rows, 3, x.mean(0), Parts(encoder)).values.keys()


def test_pictures_are_what_a_feature_adds_to_silence():
    made = of("deep-3", 2, 5, 6).float()
    alone = made.decode(Codes(torch.ones(2, 5, 1), torch.arange(5).expand(2, 5)[:, :, None]))
    torch.testing.assert_close(made.dictionary(), alone - made.silence()[:, None])


def test_what_it_can_and_what_it_goes_with():
    found = capabilities_of(Parts("deep-2", "tied-deep"))
    assert RENEWABLE in found and not {LINEAR_DECODER, TIED, WINDOWED} & found
    with pytest.raises(MousaicError, match="tied-deep does not go with linear"):
        capabilities_of(Parts("linear", "tied-deep"))
    model = config_for(decoder="tied-deep").model
    assert (model.encoder, model.learn, model.model) == ("deep-2", "topk", "whole")
    assert config_for(decoder="tied-deep", encoder="deep-3").model.encoder == "deep-3"
