"""Deep encoders against a loop over layers and units, and their start."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.model.consensus import consensus
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import ENCODERS, LINEAR_ENCODER, ROWS, TIED, WINDOWED, Parts, Size, capabilities_of

LAYERS = {"deep-2": 2, "deep-3": 3}


def of(encoder: str, members: int, features: int, pixels: int, seed: int = 0) -> Ensemble:
    """In float64, every parameter stirred."""
    draw = torch.Generator().manual_seed(seed)
    rows, mean = orthogonal(members, features, pixels, seed), torch.rand(pixels, generator=draw)
    made = Ensemble.of_rows(rows, 1, mean, Parts(encoder=encoder), seed)
    for p in made.values.values():
        p.data += 0.3 * torch.randn(p.shape, generator=draw)
    return made.double().requires_grad_(False)


def naive(p: dict[str, Tensor], layers: int, m: int, seen: Tensor) -> list[float]:
    """The pre-activations of one image, unit by unit."""
    h = seen
    for layer in range(1, layers):
        weights, biases = p[f"deep_{layer}"][m], p[f"deep_bias_{layer}"][m]
        h = torch.stack([torch.clamp((w * h).sum() + b, min=0) for w, b in zip(weights, biases, strict=True)])
    rows = zip(p["weight"][m], p["bias"][m], p["deep_out"][m], strict=True)
    return [float((w * seen).sum() + b + (v * h).sum() / len(h) ** 0.5) for w, b, v in rows]


@settings(max_examples=25, deadline=None)
@given(
    encoder=st.sampled_from(sorted(LAYERS)), members=st.integers(1, 3), images=st.integers(1, 4),
    features=st.integers(1, 6), pixels=st.integers(1, 8), seed=st.integers(0, 99),
)  # fmt: skip
def test_preactivations_are_the_formula(encoder, members, images, features, pixels, seed):
    made = of(encoder, members, features, pixels, seed)
    x = torch.rand(images, pixels, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    seen = made.centered(x)
    a = made.preactivations(seen)
    for m in range(members):
        for i in range(images):
            found = naive(dict(made.values), LAYERS[encoder], m, seen[m, i])
            torch.testing.assert_close(a[m, i], torch.tensor(found, dtype=torch.float64))


@pytest.mark.parametrize("encoder", LAYERS)
def test_gradients_are_those_of_finite_differences(encoder):
    made = of(encoder, 2, 4, 5)
    names = [name for name in made.values if name != "center"]

    def encode(seen: Tensor, *tensors: Tensor) -> Tensor:
        return made.encoder.preactivations(dict(zip(names, tensors, strict=True)), seen)

    inputs = [torch.rand(2, 3, 5, dtype=torch.float64), *(made.values[name].data for name in names)]
    assert torch.autograd.gradcheck(encode, [one.clone().requires_grad_(True) for one in inputs])


@pytest.mark.parametrize("encoder", LAYERS)
def test_it_starts_as_the_linear_encoder_and_the_same_whatever_stands_beside_it(encoder):
    x = torch.rand(7, 12, generator=torch.Generator().manual_seed(0))
    rows = orthogonal(3, 8, 12, 5)
    linear = Ensemble.of_rows(rows, 3, x.mean(0))
    made = Ensemble.of_rows(rows, 3, x.mean(0), Parts(encoder=encoder), seed=5)
    torch.testing.assert_close(made(x)[1], linear(x)[1])
    first = Ensemble.of_rows(rows[:1], 3, x.mean(0), Parts(encoder=encoder), seed=5)
    other = Ensemble.of_rows(rows[:1], 3, x.mean(0), Parts(encoder=encoder), seed=6)
    assert torch.equal(first.values["deep_1"][0], made.values["deep_1"][0])
    assert not torch.equal(first.values["deep_1"], other.values["deep_1"])
    assert not torch.equal(made.values["deep_1"][0], made.values["deep_1"][1])
    shapes = ENCODERS.load(encoder).shapes(Size(3, 8, 12))
    assert {name: tuple(p.shape) for name, p in made.values.items() if name != "center"} == shapes


def test_what_it_can():
    for encoder in LAYERS:
        found = capabilities_of(Parts(encoder=encoder))
        assert {ROWS, TIED} <= found and not {LINEAR_ENCODER, WINDOWED} & found
        with pytest.raises(MousaicError, match="A consensus merges rows"):
            consensus(of(encoder, 2, 4, 5))
        with pytest.raises(MousaicError, match="omp does not go with"):
            capabilities_of(Parts(encoder=encoder, sparsity="omp"))


def test_a_feature_that_starts_anew_is_linear_again():
    made = of("deep-2", 2, 4, 5)
    chosen, living = torch.tensor([2]), torch.tensor([0, 1, 3])
    rows = torch.nn.functional.normalize(torch.randn(1, 5, dtype=torch.float64), dim=1)
    assert set(made.renew(1, chosen, living, rows)) == {"weight", "bias", "deep_out"}
    assert (made.values["deep_out"][1, 2] == 0).all() and (made.values["deep_out"][1, 3] != 0).all()
    assert (made.values["deep_out"][0, 2] != 0).all()
