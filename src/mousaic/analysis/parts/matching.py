"""How well small pictures match images, at every place.

The measure is the normalised cross-correlation of a picture w (its mean taken off, of length 1) with the window p of an
image at a place, softened where the window is nearly even,

    <w, p> / (|p - mean p| + softness),

so that neither light nor contrast counts, and noise on an even wall does not look like anything (Lewis 1995, "Fast
Normalized Cross-Correlation").
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

SOFTNESS = 0.1
"""As a share of the median contrast of a window of that side."""


FAINT = 0.002
"""Of brightness, 0 to 1: windows whose pixels differ by less from their mean show nothing."""


class Pictures(NamedTuple):
    """Small squares of one side."""

    squares: Tensor
    """(P, C, s, s), s odd; each channel with mean 0, each picture of length 1."""
    softness: float
    """In units of a window's contrast."""


def pictures_of(windows: Tensor, softness: float) -> Pictures:
    """Windows (P, C, s, s) as pictures: means off, length 1; an even window becomes 0."""
    off = windows - windows.mean((2, 3), keepdim=True)
    length = off.flatten(1).norm(dim=1).clamp_min(1e-6)
    return Pictures(off / length[:, None, None, None], softness)


def contrast(images: Tensor, side: int) -> Tensor:
    """The length of each window less its mean, at every place: (N, C, S, S) -> (N, 1, S, S).

    Windows reach beyond the border, where the image is mirrored.
    """
    padded = _padded(images, side)
    box = torch.ones(1, 1, side, side).to(images)
    channels = padded.flatten(0, 1)[:, None]
    mean = functional.conv2d(channels, box) / side**2
    energy = functional.conv2d(channels.square(), box) - side**2 * mean.square()
    per_channel = energy.view(*images.shape[:2], *images.shape[2:])
    return per_channel.sum(1, keepdim=True).clamp_min(0).sqrt()


def softness_of(images: Tensor, side: int) -> float:
    """What is added to the contrast of windows of that side when they are matched to these images."""
    return max(SOFTNESS * float(contrast(images, side).median()), FAINT * side)


def match(images: Tensor, pictures: Pictures, within: Tensor | None = None) -> Tensor:
    """(N, C, S, S) and P pictures -> (N, P, S, S), -1 to 1: how well each matches around each place.

    Args:
        within: the contrast of these images for windows of that side, where it is known.
    """
    size, side = images.shape[-1], pictures.squares.shape[-1]
    rows = pictures.squares.flatten(1)
    windows = images.new_empty(images.shape[1], side, side, size, size)
    found = images.new_empty(len(images), len(rows), size, size)
    for one, along in zip(_padded(images, side), found, strict=True):  # as one product: a convolution takes longer
        windows.copy_(one.unfold(1, size, 1).unfold(2, size, 1))
        torch.mm(rows, windows.view(rows.shape[1], -1), out=along.view(len(rows), -1))
    within = contrast(images, side) if within is None else within
    return found.div_(within + pictures.softness).clamp_(-1, 1)


def _padded(images: Tensor, side: int) -> Tensor:
    return functional.pad(images, (side // 2,) * 4, mode="reflect")
