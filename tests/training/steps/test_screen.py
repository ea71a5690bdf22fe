"""The screen over rows at rest: codes, and so trainings, are the same to the bit with it and without."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.training.adam import AdamState
from mousaic.training.steps import compiled
from mousaic.training.steps.compiled import CompiledStep
from mousaic.training.steps.compiled_loops import ROWS, preactivations
from mousaic.training.steps.compiled_screen import doubt, round_row
from mousaic.training.steps.screen import Screen, in_two

FEATURES, PIXELS, K = 96, 80, 5


@pytest.fixture(params=[1, 3])
def threads(request):
    return request.param


@pytest.fixture
def everywhere(monkeypatch):
    """A switch: the screen wherever a row rests, or nowhere."""

    def switch(on: bool) -> None:
        monkeypatch.setattr(compiled, "WEIGHTS", 0)
        monkeypatch.setattr(compiled, "SHARE", 0.0)
        monkeypatch.setattr(compiled, "quick_products", lambda: on)

    return switch


def start(members=2, center=True, seed=0):
    draw = torch.Generator().manual_seed(seed)
    weight = torch.randn(members, FEATURES, PIXELS, generator=draw) / PIXELS**0.5
    middle = torch.rand(members, PIXELS, generator=draw) if center else None
    bias = 0.1 * torch.randn(members, FEATURES, generator=draw)
    ensemble = Ensemble.tied(weight, bias, middle, K).requires_grad_(False)
    return ensemble, AdamState.zeros(ensemble)


def batches(steps, seed=1):
    """Of 7, 7, 3 images in turn, a few of them in ever new brightness, so that rows rest and come back."""
    draw = torch.Generator().manual_seed(seed)
    kinds = torch.rand(40, PIXELS, generator=draw)
    sizes = [(7, 7, 3)[step % 3] for step in range(steps)]
    return [
        kinds[torch.randint(min(4 + step // 40, 40), (size,), generator=draw)]
        * (0.5 + torch.rand(size, 1, generator=draw))
        for step, size in enumerate(sizes)
    ]


def trained(steps=400, threads=1, center=True, disturb=None):
    """Parameters, moments and figures of a training; ``disturb(ensemble)`` comes before every 50th step."""
    ensemble, adam = start(center=center)
    step, images, told = CompiledStep(ensemble, adam, 0.1, 7, threads), batches(steps), []
    for number, x in enumerate(images):
        pause = disturb is not None and number % 50 == 49
        following = images[number + 1] if number + 1 < steps and not pause else None
        told.append(step(x, following, 1e-3))
        if pause:
            disturb(ensemble)
    tensors = [*ensemble.parameters(), *adam.first.values(), *adam.second.values(), adam.resting]
    return [t.detach() for t in tensors] + [f.means for f in told] + [f.fired for f in told], step


def same(ours, theirs):
    return len(ours) == len(theirs) and all(torch.equal(mine, other) for mine, other in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("center", [False, True])
def test_a_training_is_the_same_to_the_bit(everywhere, threads, center):
    everywhere(False)
    plain, step = trained(threads=threads, center=center)
    assert step.screen is None and (step.resting > 0).any() and (step.resting == 0).any()
    everywhere(True)
    screened, step = trained(threads=threads, center=center)
    assert step.screen is not None and step.screen.since.any()
    assert same(plain, screened)


def test_rows_that_others_change_are_looked_at_anew(everywhere):
    def turn(ensemble):
        ensemble.weight.data[:] = ensemble.weight.roll(1, 1)

    everywhere(False)
    plain, _ = trained(disturb=turn)
    everywhere(True)
    assert same(plain, trained(disturb=turn)[0])


def complete(weight, bias, x, k):
    """Pre-activations (B, H) of a dictionary all of whose rows rest, and exact ones by the same loop."""
    padded = np.zeros((-(-len(x) // ROWS) * ROWS, x.shape[1]), np.float32)
    padded[: len(x)] = x
    a = np.zeros((1, len(x), len(weight)), np.float32)
    screen = Screen(
        weight[None], bias[None], np.ones((1, len(weight)), np.int64), lambda run, n, *more: run(0, n, *more)
    )
    screen.complete(padded[None], len(x), k, a)
    return a[0], exact(weight, bias, padded, len(x), range(len(weight)))


def exact(weight, bias, padded, count, order):
    """By the loop for rows in use, taken in this order."""
    out, sums = np.zeros((count, len(weight)), np.float32), np.zeros((ROWS, len(padded)), np.float32)
    order = np.array(order)
    for begin in range(0, len(order), ROWS):
        rows = np.zeros(ROWS, np.int64)
        some = order[begin : begin + ROWS]
        rows[: len(some)] = some
        preactivations(weight, bias, rows, len(some), padded, sums, out)
    return out


def test_what_a_row_gives_does_not_depend_on_its_place():
    draw = np.random.default_rng(0)
    weight, padded = draw.standard_normal((37, 1500), np.float32), draw.standard_normal((8, 1500), np.float32)
    bias = np.zeros(37, np.float32)
    straight = exact(weight, bias, padded, 8, range(37))
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(37)
        np.testing.assert_array_equal(exact(weight, bias, padded, 8, order), straight)


def test_few_rows_are_multiplied_exactly():
    draw = np.random.default_rng(0)
    weight, x = draw.standard_normal((2048, 1024), np.float32), draw.random((4, 1024), np.float32)
    a, wanted = complete(weight, np.zeros(2048, np.float32), x, 20)
    looked_at = (a == wanted).mean(1)
    assert (looked_at >= 20 / 2048).all() and looked_at.mean() < 0.1
    assert (a <= wanted).all()


@settings(max_examples=60, deadline=None)
@given(
    features=st.integers(2, 60),
    pixels=st.integers(1, 90),
    k=st.integers(1, 8),
    count=st.integers(1, 5),
    sizes=st.tuples(st.floats(-18, 15), st.floats(-18, 15)),
    coarse=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_k_largest_are_exact_and_all_others_less(features, pixels, k, count, sizes, coarse, seed):
    draw, k = np.random.default_rng(seed), min(k, features)
    weight, x = (
        10.0**size * draw.standard_normal((n, pixels)) for size, n in zip(sizes, (features, count), strict=True)
    )
    if coarse:  # many equal products, on the edge of what bfloat16 can tell
        weight, x = np.sign(weight) * (1 + 2.0 ** draw.integers(-10, -7, weight.shape)), np.sign(x)
    bias = (draw.standard_normal(features) * 10.0 ** draw.integers(-3, 3)).astype(np.float32)
    a, wanted = complete(weight.astype(np.float32), bias, x.astype(np.float32), k)
    least = np.sort(wanted, 1)[:, -k, None]
    assert (a[wanted >= least] == wanted[wanted >= least]).all()
    assert (a <= wanted).all()


@settings(max_examples=60, deadline=None)
@given(pixels=st.integers(1, 700), size=st.floats(-15, 15), bias=st.floats(-1e3, 1e3), seed=st.integers(0, 2**32 - 1))
def test_no_product_is_further_off_than_is_said(pixels, size, bias, seed):
    draw, bias = np.random.default_rng(seed), np.float32(bias)
    row, x = (10.0**size * draw.standard_normal(pixels)).astype(np.float32), draw.standard_normal(pixels)
    x = x.astype(np.float32)
    rounded = np.empty(pixels, np.uint16)
    length, lost = round_row(row, rounded, np.empty(pixels, np.uint32))
    parts, images = in_two(torch.from_numpy(x)[None, None])
    short = torch.from_numpy(rounded.view(np.int16)).view(torch.bfloat16)
    assert torch.equal(short, torch.from_numpy(row).bfloat16()), "rounded as PyTorch does"
    high, low = (parts[0] @ short).float().numpy()
    off = abs(np.float64(high) + low - row.astype(float) @ x.astype(float))
    assert off <= doubt(pixels, np.array([length, lost]), images[0, 0], bias, high, low)


def test_what_is_not_a_number_is_never_passed_over():
    draw = np.random.default_rng(0)
    weight, x = draw.standard_normal((32, 20), np.float32), draw.standard_normal((3, 20), np.float32)
    weight[7, 3], weight[9, 0] = np.nan, np.inf
    with np.errstate(invalid="ignore"):
        a, wanted = complete(weight, np.zeros(32, np.float32), x, 4)
    assert np.isnan(a[:, 7]).all()
    np.testing.assert_array_equal(a[:, 9], wanted[:, 9])
