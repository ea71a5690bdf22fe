"""Where the filters of a member may lie: a grid of places over the image, shared by all of them.

A feature is a filter at a place, and its number is filter x places + place, the places row by row. The filter's middle
pixel is at stride x place, so that places near a border hold filters that the border cuts off.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from mousaic.errors import MousaicError


class Position(NamedTuple):
    """Features as filters and places, each int64 of the same shape."""

    filter: Tensor
    row: Tensor
    """Of the grid of places, from 0; times the stride it is the row of the filter's middle pixel."""
    column: Tensor


@dataclass(frozen=True)
class Placing:
    """F filters over images of one shape.

    Attributes:
        shape: (channels, height, width) of an image.
        filters: F.
        sizes: sides of the filters in pixels, all odd: filter f has the (f mod n)-th of n.
        stride: pixels from one place to the next.
        neighbourhood: places a side, odd: of a filter's pre-activations within such a square the largest alone may be
            active.
    """

    shape: tuple[int, int, int]
    filters: int
    sizes: tuple[int, ...]
    stride: int
    neighbourhood: int

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Placing:
        """The inverse of ``dataclasses.asdict``, where lists stand for tuples.

        Raises:
            ValueError: numbers that no filters have.
        """
        channels, height, width = (int(side) for side in found["shape"])
        sizes = tuple(int(side) for side in found["sizes"])
        rest = [int(found[name]) for name in ("filters", "stride", "neighbourhood")]
        if not sizes or min(*sizes, *rest) < 1 or any(side % 2 == 0 for side in (*sizes, rest[2])):
            raise ValueError(f"no filters lie like {dict(found)}")
        return cls((channels, height, width), rest[0], sizes, *rest[1:])

    @property
    def side(self) -> int:
        """P: of the largest filter, in pixels; smaller ones lie in the middle of as many, surrounded by zeros."""
        return max(self.sizes)

    @property
    def margin(self) -> int:
        """Pixels from a filter's middle to its border."""
        return self.side // 2

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of places."""
        return -(-self.shape[1] // self.stride), -(-self.shape[2] // self.stride)

    @property
    def places(self) -> int:
        """How many places there are."""
        return math.prod(self.grid)

    @property
    def features(self) -> int:
        """H: filters times places."""
        return self.filters * self.places

    @property
    def numbers(self) -> int:
        """Of one filter: C x P x P."""
        return self.shape[0] * self.side**2

    @property
    def canvas(self) -> tuple[int, int, int]:
        """The shape of an image with a margin all round, so that no filter juts out."""
        channels, height, width = self.shape
        return channels, height + 2 * self.margin, width + 2 * self.margin

    def position(self, features: Tensor) -> Position:
        """Which filter each feature is, and at which place."""
        place = features % self.places
        return Position(features // self.places, place // self.grid[1], place % self.grid[1])

    def covered(self, features: Tensor) -> Tensor:
        """The numbers of the flattened canvas that each feature (...,) covers: int64 (..., C P P)."""
        _, row, column = self.position(features)
        channels, height, width = self.canvas
        along = torch.arange(self.side, device=features.device)
        planes = torch.arange(channels, device=features.device)[:, None, None] * (height * width)
        offsets = (planes + along[:, None] * width + along).flatten()
        return ((row * width + column) * self.stride)[..., None] + offsets

    def widened(self, images: Tensor) -> Tensor:
        """Images (B, D) on the canvas, zeros around them: (B, numbers of the canvas)."""
        return torch.nn.functional.pad(images.reshape(-1, *self.shape), [self.margin] * 4).flatten(1)

    def cut(self, canvases: Tensor) -> Tensor:
        """What of canvases (B, numbers of the canvas) lies in the image: (B, D)."""
        _, height, width = self.shape
        inside = slice(self.margin, self.margin + height), slice(self.margin, self.margin + width)
        return canvases.view(-1, *self.canvas)[:, :, inside[0], inside[1]].flatten(1)

    @property
    def middle(self) -> tuple[int, int]:
        """Row and column of the middle pixel of filters that are shown in the middle of an image."""
        return (self.shape[1] - self.side) // 2 + self.margin, (self.shape[2] - self.side) // 2 + self.margin

    def framed(self, filters: Tensor, centred: bool = False) -> Tensor:
        """Filters (F, C P P) as pictures (F, D), each in the middle of an image.

        Args:
            centred: the centre of each one's energy, to a pixel, is in the middle, and not that of its square.
        """
        shaped = filters.view(-1, self.shape[0], self.side, self.side)
        pictures = filters.new_zeros(len(filters), *self.shape)
        pictures[self._framing] = shaped
        if centred:
            apart = _center_of(shaped.square().sum(1)) - self.margin
            for number, (down, across) in enumerate(apart.tolist()):
                pictures[number] = _moved(pictures[number], -down, -across)
        return pictures.flatten(1)

    def unframed(self, pictures: Tensor) -> Tensor:
        """The inverse: (F, C P P) of pictures (F, D)."""
        return pictures.view(-1, *self.shape)[self._framing].flatten(1)

    @property
    def _framing(self) -> tuple[slice, slice, slice, slice]:
        down, across = (slice(at - self.margin, at + self.margin + 1) for at in self.middle)
        return slice(None), slice(None), down, across

    def mask(self, like: Tensor) -> Tensor:
        """(F, C P P): 1 inside each filter's own square, 0 around it."""
        away = (torch.arange(self.side, device=like.device) - self.margin).abs()
        apart = torch.maximum(away[:, None], away)
        sizes = torch.tensor(self.sizes, device=like.device)[torch.arange(self.filters) % len(self.sizes)]
        inside = apart <= (sizes // 2)[:, None, None]
        return inside[:, None].expand(-1, self.shape[0], -1, -1).flatten(1).to(like)


def _center_of(energy: Tensor) -> Tensor:
    """Row and column of the centre of each map (F, P, P), int64 (F, 2); the middle where there is nothing."""
    along = torch.arange(energy.shape[1]).to(energy)
    total = energy.sum((1, 2)).clamp_min(1e-30)
    found = torch.stack([(energy.sum(2) * along).sum(1) / total, (energy.sum(1) * along).sum(1) / total], 1)
    return torch.where(energy.sum((1, 2))[:, None] > 0, (found + 0.5).floor(), energy.shape[1] // 2).long()


def _moved(picture: Tensor, down: int, across: int) -> Tensor:
    """A picture (C, height, width) moved by so many pixels; what leaves it is lost, what comes in is 0."""
    _, height, width = picture.shape
    moved = torch.zeros_like(picture)
    target = _overlap(down, height), _overlap(across, width)
    source = _overlap(-down, height), _overlap(-across, width)
    moved[:, target[0], target[1]] = picture[:, source[0], source[1]]
    return moved


def _overlap(shift: int, length: int) -> slice:
    return slice(max(0, shift), length + min(0, shift))


def need_room(placing: Placing, k: int) -> None:
    """Raise unless every filter fits into the image and there are k features to choose."""
    if placing.side > min(placing.shape[1:]):
        raise MousaicError(
            f"Filters of {placing.side} pixels do not fit into images of {placing.shape[2]} x {placing.shape[1]}: "
            "lower --filter-sizes."
        )
    if k > placing.features:
        raise MousaicError(
            f"k = {k} active features cannot exceed the {placing.features} that {placing.filters} filters at "
            f"{placing.places} places are: lower --k or --stride."
        )
