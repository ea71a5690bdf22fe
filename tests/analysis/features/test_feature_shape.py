"""Shapes of pictures whose answers are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.features.feature_shape import feature_shape, structure
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal

SIDE = 32


def shape_of(*pictures, channels=1):
    """The shapes of pictures (S, S), one feature each of one member."""
    stack = np.stack([np.broadcast_to(p, (channels, *p.shape)) for p in pictures]).astype(np.float32)
    weight = torch.from_numpy(stack.reshape(1, len(pictures), -1).copy())
    ensemble = Ensemble.tied(weight, torch.zeros(1, len(pictures)), None, 1)
    return feature_shape(ensemble, (channels, *pictures[0].shape))


def grating(cycles, degrees, side=SIDE):
    """Stripes that run at ``degrees`` anticlockwise from horizontal."""
    down, right = np.mgrid[:side, :side] / side
    angle = math.radians(degrees)
    across = right * math.sin(angle) + down * math.cos(angle)
    return np.cos(2 * math.pi * cycles * across)


def blob(row, column, width, side=SIDE):
    down, right = (np.mgrid[:side, :side] + 0.5) / side
    return np.exp(-((down - row) ** 2 + (right - column) ** 2) / (2 * width**2))


@settings(max_examples=25, deadline=None)
@given(cycles=st.floats(3, 6), degrees=st.floats(0, 179.9))
def test_a_grating_has_its_direction_and_frequency(cycles, degrees):
    found = shape_of(grating(cycles, degrees))
    off = abs(float(found.orientation[0, 0]) - degrees)
    assert min(off, 180 - off) < 5
    assert found.frequency[0, 0] == pytest.approx(cycles, rel=0.15, abs=0.5)
    assert found.coherence[0, 0] > 0.8 and found.kind[0, 0] == "edge"


@settings(max_examples=25, deadline=None)
@given(row=st.floats(0.25, 0.75), column=st.floats(0.25, 0.75), width=st.floats(0.03, 0.05))
def test_a_blob_is_local_and_found_where_it_is(row, column, width):
    found = shape_of(blob(row, column, width))
    assert found.row[0, 0] == pytest.approx(row, abs=0.02) and found.column[0, 0] == pytest.approx(column, abs=0.02)
    # The squared blob is a normal distribution of variance width^2 / 2: half lies within width sqrt(ln 2).
    assert found.spread[0, 0] == pytest.approx(width * math.sqrt(math.log(2)), abs=0.015)
    assert found.area[0, 0] == pytest.approx(math.pi * width**2 * math.log(2), rel=0.35, abs=0.002)
    assert found.kind[0, 0] == "local" and found.coherence[0, 0] < 0.2


def test_area_is_the_naive_count():
    rng = np.random.default_rng(0)
    picture = np.zeros((8, 8))
    picture[2:6, 3:7] = rng.random((4, 4))
    energy = np.sort((picture**2).ravel())[::-1]
    naive = next(n for n in range(1, 65) if energy[:n].sum() >= 0.5 * energy.sum())
    assert shape_of(picture).area[0, 0] == pytest.approx(naive / 64)


def test_an_even_picture_spreads_over_all():
    found = shape_of(np.ones((64, 64)))
    assert found.area[0, 0] == pytest.approx(0.5)
    assert (found.row[0, 0], found.column[0, 0]) == (pytest.approx(0.5), pytest.approx(0.5))
    assert found.spread[0, 0] == pytest.approx(1 / math.sqrt(2 * math.pi), abs=0.01)
    assert found.kind[0, 0] == "global" and found.frequency[0, 0] == 0


def test_nothing_at_all_has_no_shape():
    found = shape_of(np.zeros((8, 8)))
    numbers = [getattr(found, name)[0, 0] for name in ("area", "spread", "orientation", "frequency", "coherence")]
    assert numbers == [0] * 5 and (found.row[0, 0], found.column[0, 0]) == (0.5, 0.5) and found.kind[0, 0] == "noise"


def test_channels_count_together():
    picture = blob(0.4, 0.6, 0.05)
    one, three = shape_of(picture), shape_of(picture, channels=3)
    for name in ("area", "row", "column", "spread", "frequency"):
        np.testing.assert_allclose(getattr(one, name), getattr(three, name), atol=1e-5)


def test_noise_is_told_from_structure():
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 1, (64, 64))
    clean = shape_of(4 * blob(0.3, 0.6, 0.06, 64))
    noisy = shape_of(noise + 4 * blob(0.3, 0.6, 0.06, 64))
    assert shape_of(noise).kind[0, 0] == "noise"
    assert noisy.kind[0, 0] == clean.kind[0, 0] == "local"
    assert noisy.row[0, 0] == pytest.approx(0.3, abs=0.03) and noisy.area[0, 0] < 2 * clean.area[0, 0]


def test_untrained_features_are_noise():
    weight = orthogonal(1, 100, 32 * 32, 0)
    found = feature_shape(Ensemble.tied(weight, torch.zeros(1, 100), None, 1), (1, 32, 32))
    assert (found.kind == "noise").mean() > 0.95


def test_structure_leaves_a_noiseless_picture_as_it_is():
    picture = torch.zeros(1, 1, 16, 16)
    picture[..., 4:8, 5:9] = torch.randn(4, 4, generator=torch.Generator().manual_seed(0))
    found, share = structure(picture)
    np.testing.assert_array_equal(found.numpy(), picture.numpy())
    assert share.item() == pytest.approx(1)
