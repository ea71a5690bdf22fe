"""Learning on the codes of matching pursuit, against the formula followed feature by feature."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
import torch

from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import load_images
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import Parts
from mousaic.training.checkpoint import TrainingState, empty_memory
from mousaic.training.fit import train_members, untrained_members
from mousaic.training.steps import dictionary
from mousaic.training.steps.dictionary import BLOCK, MEMORY, RIDGE, DictionaryStep, improve, lengthen

FEATURES, PIXELS = 2 * BLOCK + 5, 40


@pytest.fixture
def started() -> tuple[Ensemble, torch.Tensor]:
    """Two members of windows that overlap, and 90 images."""
    draw = torch.Generator().manual_seed(0)
    rows = torch.randn(2, FEATURES, PIXELS, generator=draw)
    rows[:, ::2, : PIXELS // 2] = 0  # every other one sees half of the image
    rows = torch.nn.functional.normalize(rows, dim=2) * 0.7
    images = torch.randn(90, 12, generator=draw) @ torch.randn(12, PIXELS, generator=draw)
    return Ensemble.of_rows(rows, 6, images.mean(0), Parts(sparsity="omp")).requires_grad_(False), images


def slowly(rows: np.ndarray, gram: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Every feature once, by the formula, in float64."""
    rows = rows.copy()
    ridge = RIDGE * np.mean(np.diag(gram))
    for h in range(len(rows)):
        others = sum(gram[h, j] * rows[j] for j in range(len(rows)) if j != h)
        wanted = (products[h] - others + ridge * rows[h]) / (gram[h, h] + ridge)
        wanted[rows[h] == 0] = 0
        rows[h] = wanted * np.linalg.norm(rows[h]) / np.linalg.norm(wanted)
    return rows


@pytest.mark.parametrize("worth", [0, 2**60], ids=["compiled", "torch"])
def test_a_step_is_the_formula_feature_by_feature(started, worth, monkeypatch):
    monkeypatch.setattr(dictionary, "WORTH_COMPILING", worth)
    ensemble, images = started
    before, batches = ensemble.weight.detach().clone(), images.split(30)
    memory = empty_memory(ensemble)
    step = DictionaryStep(ensemble, memory)
    gram, products, expected = np.zeros((FEATURES,) * 2), np.zeros((FEATURES, PIXELS)), before[1].double().numpy()
    for x, following in pairwise(batches):
        z = ensemble.encode(x).dense(FEATURES)[1].double().numpy()
        keep = math.exp(-len(x) / MEMORY)
        gram = keep * gram + z.T @ z
        products = keep * products + z.T @ (x - ensemble.center[1]).double().numpy()
        expected = slowly(expected, gram, products)
        step(x, following, 0.0)
        np.testing.assert_allclose(ensemble.weight[1], expected, atol=2e-4)
        expected = ensemble.weight[1].double().numpy()
    np.testing.assert_allclose(memory["gram"][1], gram, rtol=1e-3, atol=1e-3)
    assert torch.equal(ensemble.weight != 0, before != 0)
    assert not torch.allclose(ensemble.weight, before, atol=0.05)


def test_features_that_no_code_uses_stay(started):
    ensemble, _ = started
    rows = ensemble.weight[0].clone()
    improve(rows, torch.zeros(FEATURES, FEATURES), torch.zeros(FEATURES, PIXELS))
    assert torch.equal(rows, ensemble.weight[0])


def test_an_epoch_ends_with_rows_of_one_length(started):
    ensemble, images = started
    step = DictionaryStep(ensemble, empty_memory(ensemble))
    step(images[:45], images[45:], 0.0)
    step(images[45:], None, 0.0)
    lengths = ensemble.weight.norm(dim=2)
    torch.testing.assert_close(lengths, lengths[:, :1].expand_as(lengths))
    assert bool((lengths[:, 0] != 0.7).all())


def test_what_is_remembered_goes_with_the_length_of_the_rows():
    """Rows f times as long have codes 1/f times as large, as if it had always been so."""
    draw = torch.Generator().manual_seed(1)
    rows, z, x = (
        torch.rand(5, 9, generator=draw),
        torch.randn(20, 5, generator=draw),
        torch.randn(20, 9, generator=draw),
    )
    factor = 0.3 / rows.norm(dim=1)
    longer, gram, products = rows.clone(), z.T @ z, z.T @ x
    lengthen(longer, gram, products, 0.3)
    torch.testing.assert_close(longer, rows * factor[:, None])
    torch.testing.assert_close(gram, (z / factor).T @ (z / factor))
    torch.testing.assert_close(products, (z / factor).T @ x)


def test_trained_members_describe_images_better_than_their_start(small_set):
    images = load_images(small_set, ImageOptions(size=16))
    config = config_for(size=16, features=24, k=4, epochs=8, copies=3)
    x = torch.from_numpy(images.pixels).flatten(1)

    def error(ensemble: Ensemble) -> float:
        return float((ensemble(x)[1] - x).square().mean())

    start, trained = untrained_members(images, config), train_members(images, config)
    assert error(trained) < 0.8 * error(start)
    assert torch.equal(trained.weight != 0, start.weight != 0)
    again = train_members(images, dataclasses.replace(config, preset="report"))
    assert torch.equal(again.weight, trained.weight)


def test_a_state_for_it_has_no_moments_of_adam(started):
    state = TrainingState.start(started[0], "omp")
    assert not state.adam.first and set(state.memory) == {"gram", "products"}
    assert not TrainingState.start(started[0]).memory
