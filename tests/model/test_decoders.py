"""Untied, non-linear and logistic decoders against loops over images and features."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.decoders.sigmoid import EDGE, STEEPEST
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import DECODERS, LINEAR_DECODER, RENEWABLE, TIED, WINDOWED, Parts, Size, capabilities_of

KINDS = ("untied", "nonlinear", "sigmoid")


def of(decoder: str, members: int, features: int, pixels: int, k: int, seed: int = 0, center: bool = True) -> Ensemble:
    """An ensemble in float64 whose every parameter is stirred, so that nothing is 0 or tied any more."""
    draw = torch.Generator().manual_seed(seed)
    mean = torch.rand(pixels, generator=draw) if center else None
    made = Ensemble.of_rows(orthogonal(members, features, pixels, seed), k, mean, Parts(decoder=decoder), seed)
    for name, p in made.values.items():
        p.data += (0.02 if name == "center" else 0.3) * torch.randn(p.shape, generator=draw)
    return made.double().requires_grad_(False)


def codes_of(members: int, images: int, features: int, k: int, seed: int = 0) -> Codes:
    draw = torch.Generator().manual_seed(seed)
    order = torch.rand(members, images, features, generator=draw).argsort(2)[..., :k]
    return Codes(torch.randn(members, images, k, generator=draw, dtype=torch.float64), order)


def naive(p: dict[str, Tensor], decoder: str, m: int, z: Tensor) -> Tensor:
    """One image of one member, from a code with its zeros (H,)."""
    center = p["center"][m] if "center" in p else torch.zeros(p["weight"].shape[2], dtype=z.dtype)
    if decoder == "untied":
        return sum((z[h] * p["rows"][m, h] for h in range(len(z))), center)
    if decoder == "nonlinear":
        hidden = [max(0.0, float((z * p["hidden"][m, :, j]).sum() + p["hidden_bias"][m, j]))
                  for j in range(p["hidden"].shape[2])]  # fmt: skip
        linear = sum((z[h] * p["rows"][m, h] for h in range(len(z))), center)
        return sum((unit * p["out"][m, j] / len(hidden) ** 0.5 for j, unit in enumerate(hidden)), linear)
    shown = center.clamp(EDGE, 1 - EDGE) if "center" in p else torch.full_like(center, 0.5)
    before = torch.log(shown / (1 - shown))
    return 1 / (1 + torch.exp(-(STEEPEST * z @ p["weight"][m] + before)))


@settings(max_examples=25, deadline=None)
@given(
    decoder=st.sampled_from(KINDS), members=st.integers(1, 3), images=st.integers(1, 4), features=st.integers(1, 7),
    pixels=st.integers(1, 9), seed=st.integers(0, 99), center=st.booleans(), data=st.data(),
)  # fmt: skip
def test_reconstructions_are_the_formulas(decoder, members, images, features, pixels, seed, center, data):
    k = data.draw(st.integers(1, features))
    made = of(decoder, members, features, pixels, k, seed, center)
    codes = codes_of(members, images, features, k, seed)
    p, dense, y = dict(made.values), codes.dense(features), made.decode(codes)
    for m in range(members):
        for i in range(images):
            torch.testing.assert_close(y[m, i], naive(p, decoder, m, dense[m, i]))


@pytest.mark.parametrize("decoder", KINDS)
def test_gradients_are_those_of_finite_differences(decoder):
    made, codes = of(decoder, 2, 5, 6, 3), codes_of(2, 3, 5, 3)
    names = [name for name in made.values if name != "bias"]

    def decode(values: Tensor, *tensors: Tensor) -> Tensor:
        return made.decoder.decode(dict(zip(names, tensors, strict=True)), Codes(values, codes.indices))

    inputs = [codes.values, *(made.values[name].data for name in names)]
    assert torch.autograd.gradcheck(decode, [one.clone().requires_grad_(True) for one in inputs])


@pytest.mark.parametrize("decoder", KINDS)
def test_pictures_are_what_a_feature_adds_to_silence(decoder):
    made = of(decoder, 2, 5, 6, 3).float()
    alone = made.decode(Codes(torch.ones(2, 5, 1), torch.arange(5).expand(2, 5)[:, :, None]))
    expected = alone - made.silence()[:, None]
    torch.testing.assert_close(made.dictionary(), expected)
    chosen = torch.tensor([[3, 0], [4, 4]])
    torch.testing.assert_close(made.atoms(1, chosen), expected[1][chosen])


def test_untied_and_nonlinear_start_as_the_tied_decoder():
    x = torch.rand(7, 12, generator=torch.Generator().manual_seed(0))
    rows = orthogonal(2, 8, 12, 0)
    tied = Ensemble.of_rows(rows, 3, x.mean(0))(x)[1]
    for decoder in ("untied", "nonlinear"):
        torch.testing.assert_close(Ensemble.of_rows(rows, 3, x.mean(0), Parts(decoder=decoder))(x)[1], tied)


def test_sigmoid_starts_with_the_mean_image_and_stays_between_black_and_white():
    mean = torch.tensor([0.0, 0.2, 0.5, 0.999, 1.0])
    made = Ensemble.of_rows(orthogonal(2, 4, 5, 0), 2, mean, Parts(decoder="sigmoid"))
    assert (made.silence() - mean).abs().max() <= EDGE * 1.001
    y = made(100 * torch.randn(9, 5))[1]
    assert ((y >= 0) & (y <= 1)).all() and torch.isfinite(y).all()
    made.requires_grad_(True)(torch.randn(9, 5))[1].sum().backward()
    assert all(torch.isfinite(p.grad).all() for p in made.parameters() if p.grad is not None)
    half = Ensemble.of_rows(orthogonal(1, 4, 5, 0), 2, torch.full((5,), 0.5), Parts(decoder="sigmoid"))
    small = Codes(torch.full((1, 1, 1), 1e-3), torch.zeros(1, 1, 1, dtype=torch.int64))
    torch.testing.assert_close(half.decode(small)[0, 0], 0.5 + 1e-3 * half.weight[0, 0], rtol=0, atol=1e-6)


def test_what_they_can():
    assert {LINEAR_DECODER, WINDOWED, RENEWABLE} <= capabilities_of(Parts(decoder="untied"))
    assert not {LINEAR_DECODER, WINDOWED} & capabilities_of(Parts(decoder="nonlinear"))
    assert WINDOWED in capabilities_of(Parts(decoder="sigmoid"))
    assert not any(TIED in capabilities_of(Parts(decoder=decoder)) for decoder in KINDS)


@pytest.mark.parametrize("decoder", KINDS)
def test_shapes_are_those_that_start_and_renewed_rows_are_new(decoder):
    made = of(decoder, 2, 5, 6, 3).float()
    part = DECODERS.load(decoder)
    for name, shape in part.shapes(Size(2, 5, 6)).items():
        assert tuple(made.values[name].shape) == shape
    before = {name: p.data.clone() for name, p in made.values.items()}
    chosen, living = torch.tensor([1, 4]), torch.tensor([0, 2, 3])
    rows = torch.nn.functional.normalize(torch.randn(2, 6), dim=1)
    names = made.renew(1, chosen, living, rows)
    for name, p in made.values.items():
        kept = torch.ones(2, 5, dtype=torch.bool)
        kept[1, chosen] = name not in names
        if p.dim() >= 2 and p.shape[1] == 5:
            assert torch.equal(p.data[kept], before[name][kept]), name
    for name in {"weight", "rows"} & set(names):
        torch.testing.assert_close(torch.nn.functional.normalize(made.values[name].data[1, chosen], dim=1), rows)
