"""What the tests of augmentation share."""

from __future__ import annotations

import dataclasses

import torch
from torch import Tensor

from mousaic.config import AugmentOptions

NOTHING = AugmentOptions(
    rotation=0, flip_horizontal=0, flip_vertical=0, shift=0, perspective=0, crop=0, brightness=0, contrast=0
)


def only(**strengths: object) -> AugmentOptions:
    return dataclasses.replace(NOTHING, **strengths)  # type: ignore[arg-type]


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def noise(n: int, channels: int, size: int, seed: int = 0) -> Tensor:
    return torch.rand(n, channels, size, size, generator=seeded(seed))
