"""Matching pursuit over products, compiled and by PyTorch, against the slow way that forms what is left of an image."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.device import use_threads
from mousaic.model.fast.gram_pursuit import ROWS, gram_of, pursue, pursue_by_torch, pursue_compiled

WAYS = [pursue_compiled, pursue_by_torch]


def slow(rows: np.ndarray, image: np.ndarray, k: int) -> tuple[list[int], np.ndarray]:
    """k features of (H, D), each the one most along what is left of the image (D,); float64."""
    chosen: list[int] = []
    left = image
    for _ in range(k):
        along = np.abs(rows @ left) / np.linalg.norm(rows, axis=1)
        along[chosen] = -1
        chosen.append(int(along.argmax()))
        values, *_ = np.linalg.lstsq(rows[chosen].T, image, rcond=None)
        left = image - values @ rows[chosen]
    return chosen, values


def drawn(features: int, pixels: int, images: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Features of different lengths that overlap, and images."""
    draw = torch.Generator().manual_seed(seed)
    rows = torch.randn(features, pixels, generator=draw) + torch.randn(pixels, generator=draw) / 2
    return rows * (0.5 + torch.rand(features, 1, generator=draw)), torch.randn(images, pixels, generator=draw)


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None)  # the first call compiles
@given(st.integers(2, 40), st.integers(3, 60), st.integers(1, 5), st.integers(0, 99), st.data())
def test_it_chooses_and_weighs_as_the_slow_way(way, features, pixels, images, seed, data):
    k = data.draw(st.integers(1, min(features, pixels) // 2 or 1))
    rows, x = drawn(features, pixels, images, seed)
    values, indices = way(gram_of(rows), x @ rows.T, k)
    for b in range(images):
        chosen, expected = slow(rows.double().numpy(), x[b].double().numpy(), k)
        assert indices[b].tolist() == chosen
        np.testing.assert_allclose(values[b], expected, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("way", WAYS)
def test_features_in_the_span_of_others_are_left_with_the_value_0(way):
    rows, x = drawn(3, 20, 4, 0)
    rows = torch.cat([rows, rows, torch.zeros(2, 20), rows[:1] + rows[1:2]])
    values, indices = way(gram_of(rows), x @ rows.T, 6)
    assert bool((values[:, 3:] == 0).all()) and all(len(set(row)) == 6 for row in indices.tolist())
    made = (values[:, :, None] * rows[indices]).sum(1)
    expected = x @ torch.linalg.pinv(rows[:3]) @ rows[:3]
    torch.testing.assert_close(made, expected, atol=1e-4, rtol=0)


@pytest.mark.parametrize("way", WAYS)
def test_an_image_of_nothing_has_values_of_0(way):
    rows, _ = drawn(9, 12, 1, 0)
    values, indices = way(gram_of(rows), torch.zeros(2, 9), 3)
    assert bool((values == 0).all()) and all(len(set(row)) == 3 for row in indices.tolist())


def test_neither_threads_nor_company_change_a_bit():
    rows, x = drawn(2 * ROWS + 7, 64, 200, 1)
    with use_threads(1):
        gram = gram_of(rows)
        values, indices = pursue(gram, x @ rows.T, 12)
    with use_threads(2):
        assert torch.equal(gram_of(rows), gram)
        again = pursue(gram, x @ rows.T, 12)
        assert torch.equal(again[0], values) and torch.equal(again[1], indices)
        alone = pursue(gram, (x @ rows.T)[70:71], 12)
    assert torch.equal(alone[0], values[70:71]) and torch.equal(alone[1], indices[70:71])
    torch.testing.assert_close(gram, rows @ rows.T)


def test_what_it_is_given_stays_as_it_is():
    rows, x = drawn(8, 16, 3, 2)
    gram, along = gram_of(rows), x @ rows.T
    kept = gram.clone(), along.clone()
    for way in WAYS:
        way(gram, along.clone() if way is pursue_compiled else along, 3)
    pursue(gram, along, 3)
    assert torch.equal(gram, kept[0]) and torch.equal(along, kept[1])
