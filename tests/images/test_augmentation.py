"""Augmentation against a per-pixel reference, and the directions a viewer expects."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import Tensor

from mousaic.config import AugmentOptions
from mousaic.images.augmentation import Draws, augment, draw, homographies, resample
from tests.images.augmenting import NOTHING, noise, only, seeded


def drawn(**replaced: Tensor) -> Draws:
    """The draws of one copy that changes nothing, with some replaced."""
    return draw(1, NOTHING, seeded(0))._replace(**replaced)


def move(draws: Draws, x: float, y: float) -> tuple[float, float]:
    """Where the point (x, y) of an original lies in its copy."""
    point = torch.linalg.inv(homographies(draws))[0] @ torch.tensor([x, y, 1.0], dtype=torch.float64)
    return float(point[0] / point[2]), float(point[1] / point[2])


# A naive reference: inverse mapping in float64, one output pixel at a time.


def cubic(t: float, a: float = -0.75) -> float:
    """Keys' kernel with the constant that torch uses."""
    t = abs(t)
    if t <= 1:
        return (a + 2) * t**3 - (a + 3) * t**2 + 1
    return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else 0.0


def tap(picture: np.ndarray, row: int, column: int, border: str) -> float:
    """One pixel of a picture that goes on for ever."""
    size = len(picture)
    if border == "black":
        return float(picture[row, column]) if 0 <= row < size and 0 <= column < size else 0.0
    if border == "edge":
        return float(picture[min(max(row, 0), size - 1), min(max(column, 0), size - 1)])
    folded = [p % (2 * size) for p in (row, column)]
    row, column = (p if p < size else 2 * size - 1 - p for p in folded)
    return float(picture[row, column])


def naive(picture: np.ndarray, homography: np.ndarray, border: str) -> np.ndarray:
    size = len(picture)
    result = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            x, y, w = homography @ ((2 * j + 1) / size - 1, (2 * i + 1) / size - 1, 1)
            column, row = ((x / w + 1) * size - 1) / 2, ((y / w + 1) * size - 1) / 2
            left, top = math.floor(column), math.floor(row)
            for r in range(top - 1, top + 3):
                for c in range(left - 1, left + 3):
                    result[i, j] += tap(picture, r, c, border) * cubic(row - r) * cubic(column - c)
    return result.clip(0, 1)


@pytest.mark.parametrize("border", ["black", "edge", "reflect"])
@pytest.mark.parametrize("size", [9, 16])
def test_resampling_equals_the_reference(border: str, size: int) -> None:
    images = noise(3, 2, size, seed=4)
    maps = homographies(draw(3, AugmentOptions(rotation=40, shift=0.3, crop=0.5, perspective=0.5), seeded(3)))
    fast = resample(images, maps, border).double().numpy()
    for n in range(3):
        for c in range(2):
            slow = naive(images[n, c].double().numpy(), maps[n].numpy(), border)
            np.testing.assert_allclose(fast[n, c], slow, atol=5e-5)


def test_no_strength_changes_no_bit() -> None:
    images = noise(5, 3, 13)
    assert torch.equal(augment(images, NOTHING, seeded(1)), images)


def test_the_result_is_not_the_input_itself() -> None:
    images = noise(2, 1, 8)
    before = images.clone()
    augment(images, AugmentOptions(), seeded(0)).zero_()
    augment(images, NOTHING, seeded(0)).zero_()
    assert torch.equal(images, before)


@pytest.mark.parametrize(("name", "dim"), [("flip_horizontal", 3), ("flip_vertical", 2)])
def test_flips_are_exact(name: str, dim: int) -> None:
    images = noise(4, 2, 11)
    assert torch.equal(augment(images, only(**{name: 1}), seeded(0)), images.flip(dim))


def test_half_of_the_copies_flip() -> None:
    images = noise(1, 1, 4).expand(2000, 1, 4, 4)
    flipped = (augment(images, only(flip_horizontal=0.5), seeded(0)) != images).flatten(1).any(1)
    assert 0.45 < flipped.double().mean() < 0.55


def test_whole_pixel_shifts_are_exact_inside() -> None:
    images = noise(1, 1, 16)
    right_and_down = drawn(shift=torch.tensor([[3 / 16, 5 / 16]], dtype=torch.float64))
    shifted = resample(images, homographies(right_and_down), "black")
    torch.testing.assert_close(shifted[:, :, 5:, 3:], images[:, :, :-5, :-3], atol=1e-5, rtol=0)
    assert shifted[:, :, :5].abs().max() < 1e-5
    assert shifted[:, :, :, :3].abs().max() < 1e-5


def test_borders_show_what_they_say() -> None:
    images = noise(1, 1, 16)
    right = homographies(drawn(shift=torch.tensor([[4 / 16, 0]], dtype=torch.float64)))
    edge, reflected = (resample(images, right, border)[:, :, :, :4] for border in ("edge", "reflect"))
    torch.testing.assert_close(edge, images[:, :, :, :1].expand(1, 1, 16, 4), atol=1e-5, rtol=0)
    torch.testing.assert_close(reflected, images[:, :, :, :4].flip(3), atol=1e-5, rtol=0)


def test_a_quarter_turn_is_counter_clockwise() -> None:
    images = torch.zeros(1, 1, 9, 9)
    images[0, 0, 1, 7] = 1  # top right
    quarter = drawn(angle=torch.tensor([math.pi / 2], dtype=torch.float64))
    turned = resample(images, homographies(quarter), "black")
    assert turned[0, 0].argmax() == 1 * 9 + 1  # top left
    torch.testing.assert_close(turned, images.rot90(1, (2, 3)), atol=1e-5, rtol=0)


def test_crop_enlarges_the_chosen_part() -> None:
    images = noise(1, 1, 16)
    lower_left = drawn(
        side=torch.tensor([0.5], dtype=torch.float64), offset=torch.tensor([[-0.5, 0.5]], dtype=torch.float64)
    )
    assert move(lower_left, -1, 1) == pytest.approx((-1, 1))
    assert move(lower_left, 0, 0) == pytest.approx((1, -1))
    enlarged = resample(images, homographies(lower_left), "black")
    inner = halved(enlarged)[2:-2, 2:-2]
    torch.testing.assert_close(inner, images[0, 0, 10:14, 2:6], atol=0.35, rtol=0)
    assert np.corrcoef(inner.flatten(), images[0, 0, 10:14, 2:6].flatten())[0, 1] > 0.95


def halved(images: Tensor) -> Tensor:
    """Means of 2 x 2 pixels of the first image, (S/2, S/2)."""
    return torch.nn.functional.avg_pool2d(images, 2)[0, 0]


def test_perspective_moves_each_corner_where_it_was_drawn() -> None:
    draws = draw(50, only(perspective=0.9), seeded(5))
    back = homographies(draws)
    for corner, (x, y) in enumerate([(-1, -1), (1, -1), (1, 1), (-1, 1)]):
        placed = torch.cat([draws.corners[:, corner], torch.ones(50, 1, dtype=torch.float64)], dim=1)
        origin = (back @ placed.unsqueeze(2)).squeeze(2)
        expected = torch.tensor([x, y], dtype=torch.float64).expand(50, 2)
        torch.testing.assert_close(origin[:, :2] / origin[:, 2:], expected)
        assert (origin[:, 2] > 0).all(), "a corner lies beyond the horizon: the image is folded"
        inward = 1 - draws.corners[:, corner] * expected
        assert (inward >= 0).all() and (inward <= 0.9).all()


def test_beyond_the_horizon_nothing_is_mirrored() -> None:
    """Left of x = -0.5 the divisor 2 x + 1 is negative, which would show the right half upside down."""
    images = noise(1, 1, 8)
    horizon = torch.tensor([[[1.0, 0, 0], [0, 1, 0], [2, 0, 1]]], dtype=torch.float64)
    beyond = resample(images, horizon, "edge")[0, 0, :, :2]
    torch.testing.assert_close(beyond[:4], images[0, 0, 0, 0].expand(4, 2))
    torch.testing.assert_close(beyond[4:], images[0, 0, 7, 0].expand(4, 2))
    assert not resample(images, horizon, "black")[0, 0, :, :2].any()


def test_steps_act_in_the_order_that_is_promised() -> None:
    """A turn, then a shift, then a crop: the shift is along the viewer's axes, not the turned ones."""
    draws = drawn(
        angle=torch.tensor([math.pi / 2], dtype=torch.float64),
        shift=torch.tensor([[0.25, 0.0]], dtype=torch.float64),
        side=torch.tensor([0.5], dtype=torch.float64),
    )
    # The point at the top (0, -1) turns to the left (-1, 0), shifts to (-0.5, 0), and the crop doubles that.
    assert move(draws, 0, -1) == pytest.approx((-1, 0))


def test_strengths_bound_the_draws_and_are_reached() -> None:
    d = draw(4000, AugmentOptions(rotation=30, shift=0.2, crop=0.4, brightness=0.3, contrast=0.1), seeded(0))
    for values, low, high in [
        (d.angle.rad2deg(), -30, 30),
        (d.shift, -0.2, 0.2),
        (d.side, 0.6, 1),
        (d.brightness, 0.7, 1.3),
        (d.contrast, 0.9, 1.1),
    ]:
        span = high - low
        assert low <= values.min() < low + 0.02 * span
        assert high - 0.02 * span < values.max() <= high
        assert values.mean() == pytest.approx((low + high) / 2, abs=0.03 * span)
    assert (d.offset.abs() <= 1 - d.side.unsqueeze(1) + 1e-12).all()
