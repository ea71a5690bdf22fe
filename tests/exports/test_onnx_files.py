"""ONNX: in onnxruntime the files give what the model gives, whatever its members are made of."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.config import ImageOptions
from mousaic.exports.onnx_files import decode_model, encode_model
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import Parts
from mousaic.model.mixture import Mixture
from mousaic.model.placing import Placing
from mousaic.model.store import Model, card_of
from mousaic.runs.applied import EncodedImages

SHAPE = (1, 6, 6)
TOLERANCE = 1e-5
KINDS = [
    Parts(),
    Parts(sparsity="top-k-magnitudes"),
    Parts(sparsity="top-k-nonnegative"),
    Parts(sparsity="batch-top-k"),
    Parts(sparsity="jump-relu", decoder="untied"),
    Parts(sparsity="omp"),
    Parts(encoder="deep-2", decoder="tied-deep"),
    Parts(encoder="deep-3", decoder="tied-deep"),
    Parts(encoder="deep-3", decoder="nonlinear"),
    Parts(decoder="sigmoid"),
]


def ensemble_of(
    parts: Parts, members: int = 2, features: int = 10, k: int = 3, seed: int = 0, center: bool = True,
    shape: tuple[int, int, int] = SHAPE,
) -> Ensemble:  # fmt: skip
    """Random numbers everywhere, also where a training begins with zeros."""
    torch.manual_seed(seed)
    numbers = int(np.prod(shape)) if parts.placing is None else parts.placing.numbers
    count = features if parts.placing is None else parts.placing.filters
    rows = torch.randn(members, count, numbers) / numbers**0.5
    made = Ensemble.of_rows(rows, k, torch.rand(int(np.prod(shape))) if center else None, parts)
    for name, parameter in made.named_parameters():
        if name != "center":
            parameter.data += torch.randn(parameter.shape) * (0.01 if "threshold" in name else 0.2)
    return made.requires_grad_(False)


def files_of(
    ensemble: Ensemble, shape: tuple[int, int, int] = SHAPE
) -> tuple[Model, list[onnxruntime.InferenceSession]]:
    model = Model(ensemble, card_of(ensemble, shape, ImageOptions(size=shape[1])), torch.zeros(int(np.prod(shape))))
    made = [f(model, {"mousaic": "{}"}).SerializeToString() for f in (encode_model, decode_model)]
    return model, [onnxruntime.InferenceSession(one, providers=["CPUExecutionProvider"]) for one in made]


def dense(codes: EncodedImages, features: int) -> np.ndarray:
    whole = np.zeros((*codes.values.shape[:2], features), np.float32)
    n, m, _ = np.indices(codes.values.shape)
    np.add.at(whole, (n, m, codes.indices), codes.values)
    return whole


def check(ensemble: Ensemble, images: int = 7, seed: int = 1, shape: tuple[int, int, int] = SHAPE) -> None:
    """Codes, reconstructions of these codes, and their mean, each within the tolerance."""
    model, (encode, decode) = files_of(ensemble, shape)
    x = np.random.default_rng(seed).random((images, *shape), np.float32)
    values, indices = encode.run(None, {"images": x})
    codes = ensemble.encode(torch.from_numpy(x).flatten(1))
    own = codes.dense(model.card.features).transpose(0, 1).numpy()
    assert np.abs(dense(EncodedImages(values, indices), model.card.features) - own).max() < TOLERANCE
    assert (np.diff(np.abs(values), axis=2) <= 1e-6).all()  # the strongest first
    made, mean = decode.run(None, {"values": values, "indices": indices})
    y = ensemble.decode(codes).transpose(0, 1).reshape(images, -1, *shape).numpy()
    assert np.abs(made - y).max() < TOLERANCE and np.abs(mean - y.mean(1)).max() < TOLERANCE


@pytest.mark.parametrize("parts", KINDS, ids=lambda parts: "-".join(parts.names))
@pytest.mark.parametrize("center", [True, False], ids=["center", "plain"])
def test_every_kind_of_member(parts, center):
    check(ensemble_of(parts, center=center))


@pytest.mark.parametrize(
    ("shape", "sizes", "stride"), [((1, 9, 9), (3,), 2), ((3, 8, 10), (3, 5), 3), ((1, 7, 7), (5,), 1)]
)
def test_filters_at_places(shape, sizes, stride):
    placing = Placing(shape, 4, sizes, stride, 3)
    parts = Parts("convolutional", "transposed", "winners", placing)
    check(ensemble_of(parts, k=5, shape=shape), shape=shape)


@pytest.mark.parametrize("chained", [False, True], ids=["beside", "chain"])
def test_members_that_differ_in_kind(chained):
    kinds = [
        ensemble_of(Parts(), members=1, features=8, k=2),
        ensemble_of(Parts(encoder="deep-2", decoder="nonlinear"), members=1, features=10, k=3, seed=1),
        ensemble_of(Parts(sparsity="omp"), members=1, features=9, k=4, seed=2),
    ]
    check(Mixture(kinds, [1.0] * 3 if chained else [0.5, 0.2, 0.3], chained))


@settings(max_examples=15)
@given(
    images=st.integers(1, 5), members=st.integers(1, 3), features=st.integers(1, 9), k=st.integers(1, 9),
    kind=st.sampled_from([Parts(), Parts(sparsity="omp"), Parts(sparsity="batch-top-k")]), seed=st.integers(0, 99),
)  # fmt: skip
def test_any_sizes(images, members, features, k, kind, seed):
    check(ensemble_of(kind, members, features, min(k, features), seed), images, seed)


def test_pursuit_where_features_are_copies_of_each_other():
    ensemble = ensemble_of(Parts(sparsity="omp"), members=1, features=8, k=6)
    ensemble.values["weight"].data[0, 4:] = ensemble.values["weight"].data[0, :4]
    check(ensemble)
