from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from mousaic.device import use_threads
from mousaic.model.initialise import NARROWEST, WIDEST, fitted_length, from_windows, orthogonal, windows


def test_rows_are_orthonormal_when_there_are_fewer_features_than_pixels():
    for weight in orthogonal(2, 10, 30, seed=0):
        torch.testing.assert_close(weight @ weight.T, torch.eye(10), rtol=0, atol=1e-5)


def test_columns_are_orthonormal_when_there_are_more_features_than_pixels():
    for weight in orthogonal(2, 30, 10, seed=0):
        torch.testing.assert_close(weight.T @ weight, torch.eye(10), rtol=0, atol=1e-5)


def test_members_differ_and_do_not_depend_on_how_many_there_are():
    three, five = orthogonal(3, 4, 9, seed=7), orthogonal(5, 4, 9, seed=7)
    assert torch.equal(three, five[:3])
    assert not torch.allclose(three[0], three[1])
    assert not torch.equal(three, orthogonal(3, 4, 9, seed=8))
    assert torch.equal(three, orthogonal(3, 4, 9, seed=7))


def test_the_same_on_any_number_of_threads() -> None:
    found = []
    for threads in (1, 2, 3):
        with use_threads(threads):
            found.append(orthogonal(2, 60, 256, seed=0))
    assert torch.equal(found[0], found[1]) and torch.equal(found[0], found[2])


def test_a_window_is_its_image_times_a_gaussian() -> None:
    """With one image each row divided by the image is a Gaussian of a width within the limits."""
    rng = torch.Generator().manual_seed(0)
    image = torch.rand(1, 32 * 32, generator=rng) + 0.5
    rows = windows(image, (1, 32, 32), torch.arange(40), torch.Generator().manual_seed(1))
    assert torch.allclose(rows.norm(dim=1), torch.ones(40))
    down, across = np.mgrid[:32, :32]
    for row in rows.double().numpy():
        logarithm = np.log(np.maximum(row / image[0].double().numpy(), 1e-300)).reshape(32, 32)
        peak = np.unravel_index(logarithm.argmax(), logarithm.shape)
        near = logarithm > logarithm.max() - 8  # float32 underflows far out
        distance = ((down - peak[0]) ** 2 + (across - peak[1]) ** 2)[near]
        slope = np.polyfit(distance, logarithm[near], 1)[0]
        width = np.sqrt(-0.5 / slope)
        assert 32 * NARROWEST * 0.99 <= width <= 32 * WIDEST * 1.01
        assert np.abs(logarithm[near] - logarithm.max() - slope * distance).max() < 1e-3


def test_windows_sit_where_images_differ_from_the_mean() -> None:
    images = torch.zeros(6, 3, 20, 20)
    images[:, :, 4:7, 12:15] = torch.rand(6, 3, 3, 3, generator=torch.Generator().manual_seed(2)) - 0.5
    rows = windows(images.flatten(1), (3, 20, 20), torch.arange(30), torch.Generator().manual_seed(0))
    assert rows.view(30, 3, 20, 20)[:, :, 4:7, 12:15].flatten(1).norm(dim=1).min() > 0.999


def test_all_images_are_drawn_alike() -> None:
    rows = windows(torch.eye(4, 36), (1, 6, 6), torch.arange(400), torch.Generator().manual_seed(0))
    counts = torch.bincount(rows.argmax(1), minlength=4)
    assert len(counts) == 4 and counts.min() > 70 and counts.max() < 130


def test_each_member_has_its_own_windows_and_keeps_them() -> None:
    images = torch.rand(9, 64, generator=torch.Generator().manual_seed(4)) - 0.5
    two, three = from_windows(images, (1, 8, 8), 2, 12, 5), from_windows(images, (1, 8, 8), 3, 12, 5)
    assert torch.equal(two, three[:2]) and not torch.equal(two[0], two[1])
    assert torch.allclose(two.norm(dim=2), torch.ones(2, 12))
    assert not torch.equal(two, from_windows(images, (1, 8, 8), 2, 12, 6))


@pytest.mark.parametrize("sides", [(), (3,), (3, 12)])
def test_images_that_equal_their_mean_leave_noise_not_nothing(sides: tuple[int, ...]) -> None:
    weight = from_windows(torch.zeros(3, 64), (1, 8, 8), 2, 12, 0, sides)
    assert torch.allclose(weight.norm(dim=2), torch.ones(2, 12))
    assert not torch.allclose(weight[0, 0], weight[0, 1]) and not torch.equal(weight[0], weight[1])


@given(st.integers(1, 3), st.integers(2, 12), st.data())
def test_local_windows_are_squares_inside_the_image(channels: int, side: int, data: st.DataObject) -> None:
    local = data.draw(st.integers(2, side))
    images = torch.rand(4, channels * side * side, generator=torch.Generator().manual_seed(side)) + 0.5
    rows = windows(images, (channels, side, side), torch.arange(20), torch.Generator().manual_seed(0), (local,))
    assert torch.allclose(rows.norm(dim=1), torch.ones(20))
    for row in (rows.view(20, channels, side, side) != 0).numpy():
        for channel in row:
            down, across = channel.any(1).nonzero()[0], channel.any(0).nonzero()[0]
            assert len(down) == len(across) == np.ptp(down) + 1 == np.ptp(across) + 1 == local
            assert channel.sum() == local * local


def test_a_local_window_is_its_image_times_a_gaussian_in_the_square() -> None:
    image = torch.full((1, 400), 1e-3)
    image[0, 10 * 20 + 1] = 2.0  # all windows are drawn here: row 10, column 1
    row = windows(image, (1, 20, 20), torch.arange(1), torch.Generator().manual_seed(0), (8,))[0].view(20, 20)
    expected = torch.zeros(20, 20)
    for y in range(6, 14):
        for x in range(8):
            expected[y, x] = image[0, y * 20 + x] * np.exp(-((y - 9.5) ** 2 + (x - 3.5) ** 2) / (2 * 2.0**2))
    torch.testing.assert_close(row, expected / expected.norm())


@given(st.integers(1, 3), st.integers(1, 12), st.integers(1, 40), st.integers(1, 5))
def test_windows_have_the_shape_and_are_finite(channels: int, side: int, count: int, n: int) -> None:
    images = torch.rand(n, channels * side * side, generator=torch.Generator().manual_seed(side)) - 0.5
    rows = windows(images, (channels, side, side), torch.arange(count), torch.Generator().manual_seed(0))
    assert rows.shape == (count, channels * side * side) and bool(torch.isfinite(rows).all())


@given(st.integers(1, 3), st.integers(4, 12), st.data())
def test_each_feature_has_the_window_of_its_number(channels: int, side: int, data: st.DataObject) -> None:
    """Of several sides feature h has the (h mod n)-th, whichever features are drawn; a larger one confines nothing."""
    sides = tuple(data.draw(st.lists(st.integers(2, 2 * side), min_size=1, max_size=4)))
    features = torch.tensor(data.draw(st.lists(st.integers(0, 50), min_size=1, max_size=12)))
    images = torch.rand(4, channels * side * side, generator=torch.Generator().manual_seed(side)) + 0.5
    rows = windows(images, (channels, side, side), features, torch.Generator().manual_seed(0), sides)
    for number, row in zip(features.tolist(), rows.view(-1, channels, side, side), strict=True):
        assert bool(((row != 0).sum((1, 2)) == min(sides[number % len(sides)], side) ** 2).all())


def test_a_window_larger_than_the_image_is_as_soft_as_its_side_says() -> None:
    image = torch.full((1, 400), 1e-3)
    image[0, 10 * 20 + 1] = 2.0
    row = windows(image, (1, 20, 20), torch.arange(1), torch.Generator().manual_seed(0), (30,))[0].view(20, 20)
    y, x = torch.meshgrid(torch.arange(20.0), torch.arange(20.0), indexing="ij")
    # Its middle: 10 - 15 + 14.5 down and 1 - 15 + 14.5 across; its Gaussian a quarter of its side wide.
    expected = image.view(20, 20) * torch.exp(-((y - 9.5) ** 2 + (x - 0.5) ** 2) / (2 * 7.5**2))
    torch.testing.assert_close(row, expected / expected.norm())


def test_the_fitted_length_makes_codes_of_one_pass_the_right_size() -> None:
    draw = torch.Generator().manual_seed(0)
    images = torch.randn(30, 50, generator=draw)
    rows = torch.nn.functional.normalize(torch.randn(80, 50, generator=draw), dim=1)
    found = fitted_length(rows, [images], 10)

    def error(length: float) -> float:
        products = images @ rows.T * length
        chosen = products.abs().topk(10).indices
        codes = torch.zeros_like(products).scatter(1, chosen, products.gather(1, chosen))
        return float((codes @ rows * length - images).square().sum())

    assert fitted_length(rows, images.split(7), 10) == pytest.approx(found, rel=1e-6)
    best = min(np.linspace(0.05, 1, 400), key=error)
    assert abs(found - best) < 0.005
