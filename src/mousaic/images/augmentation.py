"""Augmented copies of images: exact flips, one homography with one resampling, then light.

Conventions, all as a viewer sees the image (x to the right, y downwards, the centre at 0, the
borders at -1 and 1): a positive turn is counter-clockwise, a positive shift is right and down.
The steps act in the order of :class:`Draws`: flips, turn, shift, crop and resize back, perspective,
brightness, contrast. Flips only move pixels, so they are exact; the four steps after them are
composed to one homography, so a copy is resampled once however many steps it went through.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from mousaic.config import AugmentOptions
from mousaic.memory import row_blocks

PADDING = {"black": "zeros", "edge": "border", "reflect": "reflection"}
# At most this many pixels (of one channel) are resampled at a time: a sampling grid takes 20 bytes a pixel.
BLOCK_PIXELS = 1 << 21


class Draws(NamedTuple):
    """What one copy each was drawn to become; every tensor is float64 on the CPU unless said."""

    flip_horizontal: Tensor
    """(N,) bool: left and right change places."""
    flip_vertical: Tensor
    """(N,) bool: top and bottom change places."""
    angle: Tensor
    """(N,) radians, positive counter-clockwise."""
    shift: Tensor
    """(N, 2) right and down, as a share of the side."""
    side: Tensor
    """(N,) side of the crop as a share of the whole, in 1 - crop..1."""
    offset: Tensor
    """(N, 2) centre of the crop from the image's, right and down, in half sides."""
    corners: Tensor
    """(N, 4, 2) where the corners go: top left, top right, bottom right, bottom left."""
    brightness: Tensor
    """(N,) factor."""
    contrast: Tensor
    """(N,) factor."""


def augment(images: Tensor, options: AugmentOptions, generator: torch.Generator) -> Tensor:
    """One augmented copy of each image.

    Args:
        images: (N, C, S, S) float, values 0..1, on any device.
        options: the strengths; ``augment`` and ``copies`` are left to the caller.
        generator: a CPU generator. Every copy takes the same number of draws, whatever the strengths and
            the device, so a run that changes one strength keeps all its other draws.

    Returns:
        (N, C, S, S), values 0..1, a new tensor of the same type and device. With every strength 0 it
        equals ``images`` bit for bit.

    Raises:
        ValueError: ``images`` is not a float tensor of squares.
    """
    return make_copies(images, 1, options, generator)[1::2].contiguous()


def make_copies(
    images: Tensor, copies: int, options: AugmentOptions, generator: torch.Generator, out: Tensor | None = None
) -> Tensor:
    """Each original followed by its copies, so that ``index // (1 + copies)`` is the original.

    Args:
        images: (N, C, S, S) float, values 0..1.
        copies: augmented copies of each, 0 or more.
        options: the strengths.
        generator: a CPU generator.
        out: where they are put (default: a new tensor).

    Returns:
        (N * (1 + copies), C, S, S): image 0, its copies, image 1, its copies, and so on.
    """
    if copies < 0:
        raise ValueError(f"copies must be at least 0, not {copies}.")
    if images.ndim != 4 or images.shape[2] != images.shape[3] or not images.is_floating_point():
        raise ValueError(f"images must be a float tensor (N, C, S, S), not {images.dtype} {tuple(images.shape)}.")
    draws, every = draw(len(images) * copies, options, generator), 1 + copies
    together = images.new_empty(len(images) * every, *images.shape[1:]) if out is None else out
    together[::every] = images
    for rows in row_blocks(len(draws.angle), images.shape[2] ** 2, BLOCK_PIXELS):
        number = torch.arange(rows.start, rows.stop)
        original = number // copies
        drawn = _apply(images[original], Draws(*(d[rows] for d in draws)), options)
        together[number + original + 1] = drawn  # so many originals stand before it
    return together


def draw(n: int, options: AugmentOptions, generator: torch.Generator) -> Draws:
    """Draw what ``n`` copies are to become; a strength of 0 gives exactly the identity."""
    # One block of numbers, one row a copy: the next copy's draws never depend on this one's strengths.
    u = torch.rand((n, 18), generator=generator, dtype=torch.float64)
    either_way = 2 * u - 1
    side = 1 - options.crop * u[:, 5]
    inward = options.perspective * u[:, 8:16].reshape(n, 4, 2)
    return Draws(
        flip_horizontal=u[:, 0] < options.flip_horizontal,
        flip_vertical=u[:, 1] < options.flip_vertical,
        angle=either_way[:, 2] * math.radians(options.rotation),
        shift=either_way[:, 3:5] * options.shift,
        side=side,
        offset=either_way[:, 6:8] * (1 - side).unsqueeze(1),
        corners=_CORNERS * (1 - _without_folds(inward)),
        brightness=1 + either_way[:, 16] * options.brightness,
        contrast=1 + either_way[:, 17] * options.contrast,
    )


def homographies(draws: Draws) -> Tensor:
    """(N, 3, 3) float64: where each point (x, y, 1) of a copy comes from in its (flipped) original.

    The third row gives a divisor that is 1 in the middle of the copy.
    """
    n = len(draws.angle)
    turn, crop = torch.eye(3, dtype=torch.float64).repeat(2, n, 1, 1)
    cos, sin = draws.angle.cos(), draws.angle.sin()
    turn[:, 0, 0], turn[:, 0, 1], turn[:, 1, 0], turn[:, 1, 1] = cos, -sin, sin, cos
    # Undo the crop, then the shift: both are a scale and an offset. A share of the side is 2 half sides.
    crop[:, 0, 0] = crop[:, 1, 1] = draws.side
    crop[:, :2, 2] = draws.offset - 2 * draws.shift
    return torch.matmul(turn, torch.matmul(crop, _square_from(draws.corners)))


_CORNERS = torch.tensor([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]], dtype=torch.float64)


def _without_folds(inward: Tensor) -> Tensor:
    """Shrink the corner moves (N, 4, 2) of copies that would fold over themselves.

    Corners that move inward by more than 2/3 of half the side can make a dent, which no perspective
    shows. Two thirds of the largest strength, 0.9, cannot.
    """
    corners = _CORNERS * (1 - inward)
    edge = corners.roll(-1, dims=1) - corners
    following = edge.roll(-1, dims=1)
    bend = edge[..., 0] * following[..., 1] - edge[..., 1] * following[..., 0]
    folded = (bend < 0.1).any(dim=1).reshape(-1, 1, 1)
    return torch.where(folded, inward * (2 / 3), inward)


def _square_from(corners: Tensor) -> Tensor:
    """(N, 3, 3): the homography that takes the four corners (N, 4, 2) back to those of the whole square."""
    n = len(corners)
    if torch.equal(corners, _CORNERS.expand(n, 4, 2)):
        return torch.eye(3, dtype=torch.float64).expand(n, 3, 3)
    # h (x, y, 1) ~ (X, Y, 1) with h[2, 2] = 1, that is h11 x + h12 y + h13 - h31 x X - h32 y X = X, and so for Y.
    system = torch.zeros(n, 4, 2, 8, dtype=torch.float64)
    for axis in (0, 1):
        system[:, :, axis, 3 * axis : 3 * axis + 2] = corners
        system[:, :, axis, 3 * axis + 2] = 1
        system[:, :, axis, 6:] = -corners * _CORNERS[:, axis : axis + 1]
    target = _CORNERS.reshape(1, 8, 1).expand(n, 8, 1)
    solved = torch.linalg.solve(system.reshape(n, 8, 8), target).reshape(n, 8)
    return torch.cat([solved, torch.ones(n, 1, dtype=torch.float64)], dim=1).reshape(n, 3, 3)


def _apply(images: Tensor, draws: Draws, options: AugmentOptions) -> Tensor:
    """The copies of one block of images (n, C, S, S)."""
    for dim, flips in ((3, draws.flip_horizontal), (2, draws.flip_vertical)):
        if flips.any():
            images = torch.where(flips.to(images.device).reshape(-1, 1, 1, 1), images.flip(dim), images)
    if options.rotation or options.shift or options.crop or options.perspective:
        images = resample(images, homographies(draws), options.border)
    if options.brightness:
        images = images * _per_image(draws.brightness, images)
    if options.contrast:
        mean = images.mean(dim=(1, 2, 3), keepdim=True)
        images = (images - mean) * _per_image(draws.contrast, images) + mean
    return images.clamp(0, 1) if options.brightness or options.contrast else images


def resample(images: Tensor, homography: Tensor, border: str) -> Tensor:
    """Sample images (n, C, S, S) where the homographies (n, 3, 3) point, bicubic, clamped to 0..1."""
    if images.device.type == "mps":  # whose grid_sample knows neither bicubic nor reflection
        return resample(images.cpu(), homography, border).to(images.device)
    n, _, size, _ = images.shape
    middles = (torch.arange(size, dtype=torch.float64) * 2 + 1) / size - 1
    y, x = torch.meshgrid(middles, middles, indexing="ij")
    points = torch.stack([x, y, torch.ones_like(x)], dim=2).reshape(1, size * size, 3).to(images)
    mapped = points @ homography.to(images).transpose(1, 2)
    # Beyond the horizon of a strong perspective the divisor changes sign: there, stay on the horizon.
    grid = mapped[..., :2] / mapped[..., 2:].clamp_min(1e-3)
    sampled = functional.grid_sample(
        images, grid.reshape(n, size, size, 2), mode="bicubic", padding_mode=PADDING[border], align_corners=False
    )
    return sampled.clamp(0, 1)


def _per_image(factors: Tensor, images: Tensor) -> Tensor:
    return factors.to(images.device, images.dtype).reshape(-1, 1, 1, 1)
