"""The compiled step against the plain one, which test_losses.py holds against automatic differentiation."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.adam import AdamState
from mousaic.training.steps.compiled import LARGE_BATCH, CompiledStep
from mousaic.training.steps.handwritten import TorchStep


def start(members, features, k, pixels, center, seed=0):
    draw = torch.Generator().manual_seed(seed)
    mean = torch.rand(pixels, generator=draw) if center else None
    ensemble = Ensemble.of_rows(orthogonal(members, features, pixels, seed), k, mean).requires_grad_(False)
    ensemble.bias += 0.1 * torch.randn(members, features, generator=draw)
    if center:
        ensemble.center += 0.05 * torch.randn(members, pixels, generator=draw)
    return ensemble, AdamState.zeros(ensemble)


def batches(sizes, pixels, seed=1):
    draw = torch.Generator().manual_seed(seed)
    return [torch.rand(size, pixels, generator=draw) for size in sizes]


def both(sizes, members, features, k, pixels, center, consistency=0.1, threads=2, announce=True, seed=0):
    """The two ways through the same batches: (ensemble, adam, figures of each batch) each."""
    results = []
    for compiled in (False, True):
        ensemble, adam = start(members, features, k, pixels, center, seed)
        if compiled:
            step = CompiledStep(ensemble, adam, consistency, max(sizes), threads)
        else:
            step = TorchStep(ensemble, adam, consistency)
        images, figures = batches(sizes, pixels), []
        for number, x in enumerate(images):
            following = images[number + 1] if announce and number + 1 < len(images) else None
            figures.append(step(x, following, 1e-3 * (number + 1)))
        results.append((ensemble, adam, figures))
    return results


def assert_alike(plain, compiled):
    for ours, theirs in zip(compiled[0].parameters(), plain[0].parameters(), strict=True):
        # Adam divides by the gradient's size: where that is all rounding, so is the update's sign. Such weights are
        # few, and still move by less than the steps taken (1e-3, 2e-3, ...).
        off = (ours - theirs).abs()
        assert (off > 2e-5).double().mean() < 2e-3
        assert off.max() < 1e-3
    for name in plain[1].first:
        for ours, theirs in ((compiled[1].first, plain[1].first), (compiled[1].second, plain[1].second)):
            assert (ours[name] - theirs[name]).norm() < 1e-3 * theirs[name].norm()
    assert compiled[1].steps == plain[1].steps
    for ours, theirs in zip(compiled[2], plain[2], strict=True):
        torch.testing.assert_close(ours.means, theirs.means.double(), rtol=1e-4, atol=1e-5)
        assert torch.equal(ours.fired, theirs.fired)


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize("consistency", [0.0, 0.1, 5.0])
def test_it_trains_as_the_plain_step_does(center, consistency):
    assert_alike(*both([8, 8, 8, 5], 3, 40, 6, 700, center, consistency))


@settings(max_examples=30, deadline=None)
@given(
    members=st.integers(1, 3),
    features=st.integers(1, 19),
    share=st.floats(0, 1),
    pixels=st.integers(1, 40),
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    center=st.booleans(),
    threads=st.integers(1, 3),
    announce=st.booleans(),
)
def test_for_any_shape(members, features, share, pixels, sizes, center, threads, announce):
    k = max(1, round(share * features))
    ensemble, adam = start(members, features, k, pixels, center)
    x = batches(sizes, pixels)[0]
    compiled = CompiledStep(ensemble, adam, 0.1, len(x), threads)
    compiled._prepare(x)
    expected = ensemble.preactivations(ensemble.centered(x)).numpy()
    np.testing.assert_allclose(compiled.buffers.a, expected, rtol=1e-4, atol=1e-5)
    # One step: after several, a rounding difference may choose another feature, and rightly so.
    assert_first_step_alike(members, features, k, pixels, len(x), center, threads)
    assert len(both(sizes, members, features, k, pixels, center, 0.1, threads, announce)[1][2]) == len(sizes)


def assert_first_step_alike(members, features, k, pixels, batch, center, threads):
    plain, compiled = both([batch], members, features, k, pixels, center, 0.1, threads)
    # Adam's first step moves by the gradient's sign, so compare what it was made of.
    for name in plain[1].first:
        torch.testing.assert_close(compiled[1].first[name], plain[1].first[name], rtol=1e-3, atol=1e-6)
    torch.testing.assert_close(compiled[2][0].means, plain[2][0].means.double(), rtol=1e-4, atol=1e-5)
    assert torch.equal(compiled[2][0].fired, plain[2][0].fired)


def test_large_batches_take_the_librarys_product():
    assert_alike(*both([LARGE_BATCH + 6, LARGE_BATCH + 6, 9], 2, 24, 3, 33, True))


def test_the_threads_do_not_change_a_bit():
    one, three = (both([7, 7, 4], 3, 41, 5, 300, True, threads=threads)[1] for threads in (1, 3))
    for ours, theirs in zip(one[0].parameters(), three[0].parameters(), strict=True):
        assert torch.equal(ours, theirs)
    assert all(torch.equal(a.means, b.means) for a, b in zip(one[2], three[2], strict=True))


def test_announcing_the_next_batch_does_not_change_a_bit():
    """What makes resuming in the middle of an epoch exact."""
    for pixels in (64, 700, 4096):
        told, untold = (both([6, 6, 3], 2, 21, 5, pixels, True, announce=announce)[1] for announce in (True, False))
        for ours, theirs in zip(told[0].parameters(), untold[0].parameters(), strict=True):
            assert torch.equal(ours, theirs)


def test_a_batch_that_is_not_a_number_is_seen():
    ensemble, adam = start(2, 20, 4, 30, True)
    step = CompiledStep(ensemble, adam, 0.1, 4, 1)
    x = torch.rand(4, 30)
    x[2, 7] = float("nan")
    assert not torch.isfinite(step(x, None, 1e-3).means[0])


def test_steps_leave_the_other_state_alone():
    ensemble, adam = start(2, 20, 4, 30, False)
    before = copy.deepcopy(ensemble.state_dict())
    CompiledStep(ensemble, adam, 0.1, 4, 1)._prepare(torch.rand(4, 30))
    assert all(torch.equal(before[name], value) for name, value in ensemble.state_dict().items())
    assert adam.steps == 0 and not adam.first["weight"].any()
