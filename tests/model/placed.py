"""Members of filters at places for tests, and the slow way to what they compute: loops over places and pixels."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from mousaic.model.ensemble import Ensemble
from mousaic.model.initial_filters import orthogonal_filters
from mousaic.model.member_parts import Parts
from mousaic.model.placing import Placing

NAMES = ("convolutional", "transposed", "winners")


def made(placing: Placing, k: int, members: int = 1, seed: int = 0) -> Ensemble:
    """Members of noise with biases and centres, without gradients."""
    draw = torch.Generator().manual_seed(seed)
    mean = torch.rand(placing.shape[0] * placing.shape[1] * placing.shape[2], generator=draw)
    filters = orthogonal_filters(placing, members, seed)
    ensemble = Ensemble.of_rows(filters, k, mean, Parts(*NAMES, placing), seed).requires_grad_(False)
    ensemble.values["filter_bias"].data += 0.1 * torch.randn(members, placing.filters, generator=draw)
    return ensemble


def images(placing: Placing, count: int, seed: int = 0) -> Tensor:
    """(count, D)"""
    channels, height, width = placing.shape
    return torch.rand(count, channels * height * width, generator=torch.Generator().manual_seed(seed + 1))


def slow_atoms(ensemble: Ensemble, member: int = 0) -> Tensor:
    """Every filter at every place, (H, D), pixel by pixel."""
    placing = ensemble.parts.placing
    channels, height, width = placing.shape
    filters = ensemble.values["filters"][member].view(-1, channels, placing.side, placing.side)
    atoms = torch.zeros(placing.features, channels, height, width, dtype=filters.dtype)
    rows, columns = placing.grid
    for f, row, column in itertools.product(range(placing.filters), range(rows), range(columns)):
        number = f * placing.places + row * columns + column
        for i, j in itertools.product(range(placing.side), range(placing.side)):
            y, x = row * placing.stride - placing.margin + i, column * placing.stride - placing.margin + j
            if 0 <= y < height and 0 <= x < width:
                atoms[number, :, y, x] = filters[f, :, i, j]
    return atoms.flatten(1)


def slow_winners(placing: Placing, a: Tensor) -> list[int]:
    """Features that are the largest of their filter around, of pre-activations (H,)."""
    rows, columns = placing.grid
    maps, reach, found = a.view(placing.filters, rows, columns), placing.neighbourhood // 2, []
    for number in range(placing.features):
        f, row, column = number // placing.places, number % placing.places // columns, number % columns
        around = [
            maps[f, y, x]
            for y in range(row - reach, row + reach + 1)
            for x in range(column - reach, column + reach + 1)
            if 0 <= y < rows and 0 <= x < columns
        ]
        if maps[f, row, column] == max(around):
            found.append(number)
    return found
