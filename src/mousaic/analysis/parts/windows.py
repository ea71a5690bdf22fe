"""Windows of the images themselves: what parts may look like, before any of them is chosen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.parts.matching import FAINT, Pictures, contrast, pictures_of, softness_of
from mousaic.arrays import Flags, Floats

SHARES = (0.14, 0.2)
"""Sides of windows, as shares of the image's side."""
NARROWEST = 3


class Candidates(NamedTuple):
    """Pictures of one side, and where they were cut out."""

    pictures: Pictures
    at: Tensor
    """(P, 2): row and column of their middle."""


def sides_of(size: int) -> tuple[int, ...]:
    """Odd sides of windows in pixels, for images of that side."""
    return tuple(dict.fromkeys(max(NARROWEST, round(share * size - 0.5) | 1) for share in SHARES))


def cut_windows(images: Tensor, count: int, rng: np.random.Generator, areas: Floats | None = None) -> list[Candidates]:
    """About ``count`` different windows of images (N, C, S, S), equally many of each side.

    They are drawn by the square root of their contrast: seldom from an even wall, and not only from the one border that
    is sharper than all others. Where nothing has any contrast there are none.

    Args:
        areas: (N, 4), top, left, bottom, right in sides of each image: windows are cut within (default: anywhere).
    """
    found = []
    for side in sides_of(images.shape[-1]):
        reach, size = side // 2, images.shape[-1]
        within = contrast(images, side)[:, 0, reach : size - reach, reach : size - reach].numpy().astype(np.float64)
        if areas is not None:
            within = np.where(_inside(within.shape, reach, size, areas), within, 0.0)
        weight = np.where(within.ravel() > FAINT * side, np.sqrt(within.ravel()), 0.0)
        each = min(int(np.count_nonzero(weight)), max(1, count // len(SHARES)))
        if not each:
            continue
        drawn = rng.choice(weight.size, each, replace=False, p=weight / weight.sum())
        image, row, column = np.unravel_index(drawn, within.shape)
        windows = torch.stack(
            [images[i, :, r : r + side, c : c + side] for i, r, c in zip(image, row, column, strict=True)]
        )
        at = torch.from_numpy(np.stack([row + reach, column + reach], axis=1)).float()
        found.append(Candidates(pictures_of(windows, softness_of(images, side)), at))
    return found


def _inside(shape: tuple[int, ...], reach: int, size: int, areas: Floats) -> Flags:
    """(N, S', S'): middles whose windows of ``2 reach + 1`` pixels lie in their image's area."""
    middle = np.arange(shape[1]) + reach
    top, left, bottom, right = (areas[:, [edge]] * size for edge in range(4))
    down = (middle - reach >= top - 1e-9) & (middle + reach + 1 <= bottom + 1e-9)
    across = (middle - reach >= left - 1e-9) & (middle + reach + 1 <= right + 1e-9)
    inside: Flags = down[:, :, None] & across[:, None]
    return inside
