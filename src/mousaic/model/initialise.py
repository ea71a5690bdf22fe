"""How a dictionary starts: from orthogonal noise, or from soft windows of the training images."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.seeds import generator

LENGTH = 0.5
"""Of a window's row. Windows overlap, so k rows of length 1 would overshoot the image several times over: on the mice
1, 0.5 and 0.3 give held-out r 0.835, 0.859 and 0.845 (docs/experiments.md)."""
NARROWEST, WIDEST = 1 / 16, 1 / 4
"""Standard deviation of a window, as a share of the image's side."""
LEAST_WIDTH = 0.7
"""The same in pixels: below it a window is a single pixel."""
CHUNK = 2**26
"""Numbers drawn at a time: 256 MB."""


def orthogonal(members: int, features: int, pixels: int, seed: int) -> Tensor:
    """Dictionaries whose rows are orthonormal (H <= D) or whose columns are (H > D).

    Each member draws from a stream of its own, so member 0 is the same whatever ``members`` is.

    Returns:
        float32 (M, H, D), on the CPU.
    """
    weight = torch.empty(members, features, pixels)
    for member in range(members):
        torch.nn.init.orthogonal_(weight[member], generator=generator(seed, "orthogonal", member))
    return weight


def windows(
    images: Tensor, weights: Tensor, shape: tuple[int, int, int], count: int, source: torch.Generator
) -> Tensor:
    """Soft windows of mean-free images, as rows of length 1.

    Each row is one image seen through a round Gaussian window. The image is drawn by chance with ``weights``, the
    window's centre where the image differs most from the mean (with its squared value as the chance), its width
    log-uniformly between :data:`NARROWEST` and :data:`WIDEST`: so features begin where there is something to see.

    Args:
        images: (n, D), on the CPU.
        weights: (n,), not negative: how often each image is to be drawn.
        shape: (C, S, S) of an image.
        count: rows.

    Returns:
        float32 (count, D). A row is 0 where its image is the mean itself.
    """
    _, height, width = shape
    chosen = torch.multinomial(weights.double() + 1e-30, count, replacement=True, generator=source)
    rows = torch.empty(count, images.shape[1])
    down, across = torch.arange(float(height))[:, None], torch.arange(float(width))
    narrow, wide = (max(share * height, LEAST_WIDTH) for share in (NARROWEST, WIDEST))
    for part in torch.split(torch.arange(count), max(1, CHUNK // images.shape[1])):
        drawn = images[chosen[part]].view(-1, *shape)
        energy = drawn.square().sum(1).flatten(1)
        place = torch.multinomial(energy.double() + 1e-30, 1, generator=source)[:, :, None]
        spread = narrow * (wide / narrow) ** torch.rand(len(part), 1, 1, generator=source)
        distance = (down - place // width).square() + (across - place % width).square()
        window = torch.exp(-distance / (2 * spread.square()))
        rows[part] = (drawn * window[:, None]).flatten(1)
    lengths = rows.norm(dim=1, keepdim=True)
    return torch.where(lengths > 1e-6, rows / lengths.clamp_min(1e-6), torch.zeros_like(rows))


def from_windows(images: Tensor, shape: tuple[int, int, int], members: int, features: int, seed: int) -> Tensor:
    """Dictionaries of windows of these mean-free images (n, D), each member's drawn from a stream of its own.

    Rows that would be 0, as of images that equal their mean, are orthogonal noise instead.

    Returns:
        float32 (M, H, D), on the CPU, every row of length :data:`LENGTH`.
    """
    weight = torch.empty(members, features, images.shape[1])
    equal = torch.ones(len(images))
    for member in range(members):
        weight[member] = windows(images, equal, shape, features, generator(seed, "windows", member))
    empty = weight.norm(dim=2) == 0
    if empty.any():
        noise = orthogonal(members, features, images.shape[1], seed)
        weight[empty] = torch.nn.functional.normalize(noise, dim=2)[empty]
    return weight.mul_(LENGTH)
