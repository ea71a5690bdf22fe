"""Homes and the places within them."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.parts.homes import COST, REACH, Homes, learn_homes, strongest


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_best_place_is_that_of_a_search_through_all(seed):
    draw = torch.Generator().manual_seed(seed)
    matches = torch.rand(2, 2, 9, 9, generator=draw)
    root = torch.rand(2, 2, 2, generator=draw) * 2
    homes = Homes(torch.rand(2, 2, generator=draw) * 8, root @ root.transpose(1, 2) + 0.5 * torch.eye(2))
    found = strongest(matches, homes)
    for n in range(2):
        for p in range(2):
            inverse = np.linalg.inv(homes.spread[p].double().numpy())
            best = (-np.inf, 0, 0)
            for row in range(9):
                for column in range(9):
                    off = np.array([row, column]) - homes.middle[p].double().numpy()
                    far = off @ inverse @ off
                    if far <= REACH**2:
                        best = max(best, (float(matches[n, p, row, column]) - COST * far, row, column))
            if np.isfinite(best[0]):
                assert abs(float(found.row[n, p]) - best[1]) <= 0.5
                assert abs(float(found.column[n, p]) - best[2]) <= 0.5
                assert float(found.match[n, p]) == float(matches[n, p, best[1], best[2]])


def test_a_place_lies_between_pixels_where_the_top_of_the_parabola_does():
    at = torch.arange(15.0)
    matches = 1 - 0.01 * ((at[:, None] - 6.3) ** 2 + (at[None] - 8.8) ** 2)
    homes = Homes(torch.tensor([[7.0, 8.0]]), 9.0 * torch.eye(2)[None])
    found = strongest(matches[None, None], homes)
    assert abs(float(found.row) - 6.3) < 1e-3
    assert abs(float(found.column) - 8.8) < 1e-3


def test_a_home_grows_along_the_way_and_shrinks_around_what_stays():
    size, images = 48, 40
    draw = np.random.default_rng(0)
    at = torch.arange(float(size))
    wandering = torch.from_numpy(24 + draw.uniform(-9, 9, images)).float()
    columns = torch.stack([wandering, torch.full((images,), 24.0)], dim=1)  # one goes left and right, the other stays
    spots = torch.exp(-((at - columns[..., None]) ** 2) / 4)  # (N, 2, S)
    matches = torch.exp(-((at - 20) ** 2) / 4)[None, None, :, None] * spots[:, :, None]
    homes = learn_homes(matches, torch.tensor([[20.0, 24.0], [20.0, 24.0]]))
    across, down = homes.spread[:, 1, 1].sqrt(), homes.spread[:, 0, 0].sqrt()
    assert 4 < float(across[0]) < 7 and float(across[1]) < 1.5
    assert float(down.max()) < 1.5
    torch.testing.assert_close(homes.middle[1], torch.tensor([20.0, 24.0]), atol=0.1, rtol=0)


def test_what_merely_resembles_the_part_does_not_move_its_home():
    at = torch.arange(40.0)

    def spot(row: float, column: float, height: float) -> torch.Tensor:
        return height * torch.exp(-((at[:, None] - row) ** 2 + (at[None] - column) ** 2) / 4)

    clear, like = spot(20, 20, 1.0), spot(20, 27, 0.5)
    matches = torch.stack([clear if i % 2 else like for i in range(20)])[:, None]
    homes = learn_homes(matches, torch.tensor([[20.0, 20.0]]))
    torch.testing.assert_close(homes.middle, torch.tensor([[20.0, 20.0]]), atol=0.05, rtol=0)
    assert float(homes.spread[0, 1, 1].sqrt()) < 1
