"""How filters start: as soft windows of the training images, or as orthogonal noise."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.initialise import orthogonal
from mousaic.model.placing import Placing
from mousaic.seeds import generator

SOFT = 1 / 4
"""Standard deviation of the Gaussian through which a filter's window is seen, as a share of its side."""


def filters_of_windows(images: Tensor, placing: Placing, members: int, seed: int, mean: Tensor | float = 0.0) -> Tensor:
    """Filters of windows of these mean-free images (n, D), each member's drawn from a stream of its own.

    Each is one image, drawn by chance, cut out around where it differs most from the mean (drawn with the squared value
    as the chance; moved inside where it would jut out) and seen through a Gaussian. Where a window shows nothing, as in
    images that equal their mean, it is noise seen through it.

    Args:
        mean: (D,), to be taken off each image that is drawn, where it still is in them.

    Returns:
        float32 (M, F, C P P), on the CPU, every filter of length 1; smaller ones lie among zeros.
    """
    filters = torch.zeros(members, placing.filters, placing.shape[0], placing.side, placing.side)
    for member, own in enumerate(filters):
        source = generator(seed, "filters", member)
        chosen = torch.randint(len(images), (placing.filters,), generator=source)
        for number, picture in enumerate((images[chosen] - mean).view(-1, *placing.shape)):
            side = placing.sizes[number % len(placing.sizes)]
            inner = slice(placing.margin - side // 2, placing.margin - side // 2 + side)
            own[number, :, inner, inner] = _window(picture, side, source)
    return filters.flatten(2)


def _window(picture: Tensor, side: int, source: torch.Generator) -> Tensor:
    """A window (C, side, side) of length 1 of a picture (C, height, width)."""
    _, height, width = picture.shape
    energy = picture.square().sum(0).flatten().double() + 1e-30
    place = int(torch.multinomial(energy, 1, generator=source))
    top = min(max(place // width - side // 2, 0), height - side)
    left = min(max(place % width - side // 2, 0), width - side)
    away = torch.arange(side) - (side - 1) / 2
    soft = torch.exp(-away.square() / (2 * (SOFT * side) ** 2))
    seen = picture[:, top : top + side, left : left + side] * soft[:, None] * soft
    if seen.norm() < 1e-6:
        seen = torch.randn(seen.shape, generator=source) * soft[:, None] * soft
    found: Tensor = seen / seen.norm()
    return found


def orthogonal_filters(placing: Placing, members: int, seed: int) -> Tensor:
    """Filters of orthogonal noise, (M, F, C P P); of smaller ones what lies in their square, made of length 1 again."""
    noise = orthogonal(members, placing.filters, placing.numbers, seed)
    return torch.nn.functional.normalize(noise * placing.mask(noise), dim=2)
