"""Copies: their light, their draws, their order, and any strength at all."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.config import AugmentOptions
from mousaic.images.augmentation import augment, draw, make_copies
from tests.images.augmenting import NOTHING, noise, only, seeded


def test_brightness_multiplies_and_contrast_turns_about_the_mean() -> None:
    images = noise(3, 3, 8) * 0.2 + 0.4
    draws = draw(3, AugmentOptions(brightness=0.2, contrast=0.3), seeded(7))
    brighter = augment(images, only(brightness=0.2), seeded(7))
    torch.testing.assert_close(brighter, images * draws.brightness.float().reshape(3, 1, 1, 1))
    harder = augment(images, only(contrast=0.3), seeded(7))
    torch.testing.assert_close(harder.mean((1, 2, 3)), images.mean((1, 2, 3)))
    torch.testing.assert_close(harder.std((1, 2, 3)) / images.std((1, 2, 3)), draws.contrast.float())


def test_the_generator_decides() -> None:
    images, options = noise(6, 1, 16), AugmentOptions()
    first = augment(images, options, seeded(0))
    assert torch.equal(first, augment(images, options, seeded(0)))
    assert not torch.equal(first, augment(images, options, seeded(1)))
    generator = seeded(0)
    assert torch.equal(first, augment(images, options, generator))
    assert not torch.equal(first, augment(images, options, generator)), "the generator must move on"


def test_global_random_state_is_left_alone() -> None:
    before = torch.get_rng_state()
    augment(noise(2, 1, 8), AugmentOptions(), seeded(0))
    assert torch.equal(before, torch.get_rng_state())


def test_one_strength_does_not_change_the_draws_of_another() -> None:
    all_steps, fewer = (draw(4, o, seeded(2)) for o in (AugmentOptions(), only(contrast=0.2)))
    assert torch.equal(all_steps.contrast, fewer.contrast)


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    images = noise(7, 2, 8)
    whole = augment(images, AugmentOptions(), seeded(0))
    monkeypatch.setattr("mousaic.images.augmentation.BLOCK_PIXELS", 3 * 64)
    torch.testing.assert_close(augment(images, AugmentOptions(), seeded(0)), whole, atol=1e-6, rtol=0)


def test_copies_follow_their_original() -> None:
    images = noise(4, 1, 8)
    together = make_copies(images, 3, AugmentOptions(), seeded(0))
    assert together.shape == (16, 1, 8, 8)
    assert torch.equal(together[::4], images)
    straight = make_copies(images, 3, NOTHING, seeded(0))
    for index in range(16):
        assert torch.equal(straight[index], images[index // 4])
    assert len({tuple(copy.flatten().tolist()) for copy in together}) == 16


def test_copies_are_those_of_repeated_originals(monkeypatch: pytest.MonkeyPatch) -> None:
    images = noise(5, 2, 8)
    every = augment(images.repeat_interleave(3, 0), AugmentOptions(), seeded(4)).view(5, 3, 2, 8, 8)
    together, out = make_copies(images, 3, AugmentOptions(), seeded(4)), torch.empty(20, 2, 8, 8)
    assert torch.equal(together.view(5, 4, 2, 8, 8)[:, 1:], every)
    monkeypatch.setattr("mousaic.images.augmentation.BLOCK_PIXELS", 4 * 64)  # 4 copies, of two originals
    assert make_copies(images, 3, AugmentOptions(), seeded(4), out) is out
    torch.testing.assert_close(out, together, atol=1e-6, rtol=0)


def test_no_copies_and_no_images() -> None:
    images = noise(3, 1, 8)
    assert torch.equal(make_copies(images, 0, AugmentOptions(), seeded(0)), images)
    assert make_copies(images[:0], 2, AugmentOptions(), seeded(0)).shape == (0, 1, 8, 8)
    with pytest.raises(ValueError, match="at least 0"):
        make_copies(images, -1, AugmentOptions(), seeded(0))


@pytest.mark.parametrize(
    "images", [torch.zeros(2, 1, 8, 9), torch.zeros(1, 8, 8), torch.zeros(2, 1, 8, 8, dtype=torch.uint8)]
)
def test_other_shapes_and_types_are_refused(images: Tensor) -> None:
    with pytest.raises(ValueError, match="float tensor"):
        augment(images, AugmentOptions(), seeded(0))


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(0, 4),
    channels=st.sampled_from([1, 3]),
    size=st.integers(4, 24),
    options=st.builds(
        AugmentOptions,
        rotation=st.floats(0, 180),
        flip_horizontal=st.floats(0, 1),
        flip_vertical=st.floats(0, 1),
        shift=st.floats(0, 0.5),
        perspective=st.floats(0, 0.9),
        crop=st.floats(0, 0.9),
        brightness=st.floats(0, 1),
        contrast=st.floats(0, 1),
        border=st.sampled_from(["black", "edge", "reflect"]),
    ),
    seed=st.integers(0, 2**63 - 1),
)
def test_any_strength_gives_images(n: int, channels: int, size: int, options: AugmentOptions, seed: int) -> None:
    images = noise(n, channels, size)
    result = augment(images, options, seeded(seed))
    assert result.shape == images.shape and result.dtype == images.dtype
    assert torch.isfinite(result).all()
    assert n == 0 or (result.min() >= 0 and result.max() <= 1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_gpu_draws_the_same() -> None:
    images = noise(8, 3, 32)
    on_gpu = augment(images.cuda(), AugmentOptions(), seeded(0))
    assert on_gpu.device.type == "cuda"
    torch.testing.assert_close(on_gpu.cpu(), augment(images, AugmentOptions(), seeded(0)), atol=1e-4, rtol=0)
