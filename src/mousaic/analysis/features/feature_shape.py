"""What each feature's picture looks like in numbers: how large, where, which way it runs, how fine.

A trained feature still carries some of the white noise it was started with, often most of its energy, which would
drown every measure. So the numbers describe its *structure*: the picture smoothed by a pixel or so, less
:data:`ABOVE` standard deviations of the noise left in it (soft threshold: Donoho 1995, "De-noising by
soft-thresholding"). The energy of a pixel is its square, summed over channels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.placed_codes import usual_places
from mousaic.arrays import Floats, Names
from mousaic.images.layout import Layout
from mousaic.model.ensemble import Ensemble

KINDS = ("local", "edge", "global", "noise")
NOISE_STRUCTURE = 0.02
EDGE_COHERENCE = 0.4
LOCAL_AREA, LOCAL_SPREAD = 0.05, 0.1
RULE = {"noise": NOISE_STRUCTURE, "coherence": EDGE_COHERENCE, "area": LOCAL_AREA, "spread": LOCAL_SPREAD}
"""How ``kind`` is decided: noise, if less than ``noise`` of the smoothed picture's energy stands above the noise; else
edge, if its lines agree on one direction with a coherence of at least ``coherence``; else local, if half of its energy
lies in at most ``area`` of the pixels and within ``spread`` sides of its centre; else global."""

ABOVE = 2.5
_CHUNK = 512
_RINGS = 256


class FeatureShape(NamedTuple):
    """All arrays are (M, H). A picture without any structure has zeros, and its centre in the middle."""

    area: Floats
    """Smallest share of the pixels that holds half of the energy, 0 to 1; the same everywhere: 0.5."""
    row: Floats
    """Centre, 0 (top) to 1 (bottom): half of the energy lies above it."""
    column: Floats
    """Centre, 0 (left) to 1 (right): half of the energy lies left of it."""
    spread: Floats
    """Radius around the centre that holds half of the energy, in sides of the image; the same everywhere: 0.4."""
    orientation: Floats
    """The direction in which lines run, in degrees anticlockwise from horizontal: 0 lies, 90 stands; below 180. From
    the structure tensor (Bigun and Granlund 1987). Means little where ``coherence`` is small."""
    frequency: Floats
    """Cycles per image below which half of the power lies, the mean left out; from the cosine transform, which, unlike
    the Fourier transform, takes the picture's borders for no edge."""
    coherence: Floats
    """How far lines agree on their direction: 0 (not at all) to 1 (straight stripes)."""
    structure: Floats
    """Share of the smoothed picture's energy that stands above the noise; untrained features have below 0.01."""
    kind: Names
    """"local", "edge", "global" or "noise", by :data:`RULE`."""


def shapes(evidence: Evidence, seed: int = 0) -> FeatureShape:
    """The shape of every feature of a run. A filter's row and column are those at which it usually is active."""
    found = feature_shape(evidence.model.ensemble, evidence.model.card.shape)
    if evidence.placed is None:
        return found
    row, column = usual_places(evidence)
    return found._replace(row=row, column=column)


@torch.no_grad()
def feature_shape(ensemble: Ensemble, shape: tuple[int, int, int]) -> FeatureShape:
    """The shape of every feature of every member.

    Args:
        shape: (channels, height, width) of the pictures.

    Raises:
        MousaicError: they are flat vectors, which have no shape.
    """
    Layout(*shape).need_grid("The shape of features")
    parts = [
        _measure(rows.view(-1, *shape).float())
        for member in range(ensemble.members)
        for rows in torch.split(ensemble.pictures(member).cpu(), _CHUNK)
    ]
    size = (ensemble.members, ensemble.features // ensemble.places)
    columns = [torch.cat([part[i] for part in parts]).view(size).double().numpy() for i in range(len(parts[0]))]
    area, row, column, spread, orientation, frequency, coherence, share = columns
    kind = _kind(area, spread, coherence, share)
    return FeatureShape(area, row, column, spread, orientation, frequency, coherence, share, kind)


def _kind(area: Floats, spread: Floats, coherence: Floats, share: Floats) -> Names:
    local = (area <= LOCAL_AREA) & (spread <= LOCAL_SPREAD)
    kind = np.where(coherence >= EDGE_COHERENCE, "edge", np.where(local, "local", "global"))
    return np.where(share < NOISE_STRUCTURE, "noise", kind)


def structure(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """What of the pictures (n, C, S, S) stands above their noise, and its share (n,) of the smoothed energy.

    The noise is estimated from the finest diagonal differences (median absolute value, as Donoho and Johnstone 1994).
    A picture without noise (most of it exactly 0, say) is neither smoothed nor thresholded; nor are vectors, whose
    numbers have no neighbours.
    """
    height, width = pictures.shape[2:]
    if height == 1:
        return pictures, torch.ones(len(pictures))
    finest = (
        pictures[..., 1:, 1:] - pictures[..., 1:, :-1] - pictures[..., :-1, 1:] + pictures[..., :-1, :-1]
    ).flatten(1) / 2
    noise = finest[:, :: max(1, finest.shape[1] // 1024)].abs().median(1).values / 0.6745
    mean = pictures.square().mean((1, 2, 3))
    noisy = (noise.square() > 0.01 * mean).view(-1, 1, 1, 1)
    down, across = _smoother(height, pictures), _smoother(width, pictures)
    smooth = torch.where(noisy, down @ pictures @ across.T, pictures)
    left = down.norm(dim=1)[:, None] * across.norm(dim=1)  # what smoothing leaves of white noise, pixel by pixel
    level = torch.where(noisy, ABOVE * noise.view(-1, 1, 1, 1) * left, 0.0)
    above = smooth - smooth.clamp(-level, level)
    share = above.square().sum((1, 2, 3)) / smooth.square().sum((1, 2, 3)).clamp_min(1e-30)
    return above, share


def _measure(pictures: Tensor) -> tuple[Tensor, ...]:
    """The eight numbers of pictures (n, C, S, S), each (n,)."""
    found, share = structure(pictures)
    energy = found.square().sum(1)
    energy /= energy.sum((1, 2), keepdim=True).clamp_min(1e-30)
    row, column = _median(energy.sum(2)), _median(energy.sum(1))
    orientation, coherence = _direction(found)
    spread = _radius(energy, row, column)
    return _area(energy.flatten(1)), row, column, spread, orientation, _frequency(found), coherence, share


def _area(energy: Tensor) -> Tensor:
    ordered = np.sort(energy.numpy(), axis=1)[:, ::-1]  # many times faster than torch's
    sums = np.cumsum(ordered, axis=1, dtype=np.float64)
    count = (sums < 0.5 * sums[:, -1:]).sum(1) + (sums[:, -1] > 0)
    return torch.from_numpy(count / energy.shape[1])


def _median(profile: Tensor) -> Tensor:
    """Where half of each profile (n, S) lies before, 0 to 1, between pixels by proportion; of an empty one 0.5."""
    before = torch.nn.functional.pad(profile.cumsum(1), (1, 0))
    place = (before[:, 1:-1] < 0.5 * before[:, -1:]).sum(1, keepdim=True)
    start, inside = before.gather(1, place), profile.gather(1, place)
    part = (0.5 * before[:, -1:] - start) / inside.clamp_min(1e-30)
    found = (place + part)[:, 0] / profile.shape[1]
    return torch.where(before[:, -1] > 0, found, 0.5)


def _radius(energy: Tensor, row: Tensor, column: Tensor) -> Tensor:
    """Half-energy radius around the centre of energy (n, h, w) that adds up to 1, to a ring of sqrt(2) / _RINGS."""
    n, height, width = energy.shape
    y = (torch.arange(height) + 0.5) / height - row[:, None]
    x = (torch.arange(width) + 0.5) / width - column[:, None]
    distance = (y.square()[:, :, None] + x.square()[:, None]).sqrt_()
    ring = (distance * (_RINGS / 2**0.5)).int().clamp_max_(_RINGS - 1)
    ring += torch.arange(n, dtype=torch.int32)[:, None, None] * _RINGS
    held = np.bincount(ring.flatten().numpy(), energy.flatten().numpy(), n * _RINGS).reshape(n, _RINGS).cumsum(1)
    count = (held < 0.5 * held[:, -1:]).sum(1) + (held[:, -1] > 0)
    return torch.from_numpy(count * (2**0.5 / _RINGS))


def _direction(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Orientation and coherence from the structure tensor, summed over the picture and its channels."""
    rise, fall = pictures[..., 1:, 1:] - pictures[..., :-1, :-1], pictures[..., 1:, :-1] - pictures[..., :-1, 1:]
    vertical, horizontal = rise + fall, rise - fall
    yy, xx = vertical.square().sum((1, 2, 3)), horizontal.square().sum((1, 2, 3))
    xy = -(vertical * horizontal).sum((1, 2, 3))  # rows count downwards, angles anticlockwise
    lines = torch.rad2deg(torch.atan2(2 * xy, xx - yy)) / 2 + 90  # lines run across the gradient
    coherence = ((xx - yy).square() + 4 * xy.square()).sqrt() / (xx + yy).clamp_min(1e-30)
    return torch.where(xx + yy > 0, lines.remainder(180), 0.0), coherence


def _frequency(pictures: Tensor) -> Tensor:
    """Median frequency of the power in cycles per image."""
    height, width = pictures.shape[2:]
    power = (_cosines(height) @ pictures @ _cosines(width).T).square().sum(1).flatten(1)
    # A cosine of index u has u half periods in the image.
    each = torch.hypot(torch.arange(height)[:, None] / 2, torch.arange(width)[None] / 2).flatten()
    order = each.argsort()[1:]  # without the mean
    sums = power[:, order].cumsum(1)
    place = (sums < 0.5 * sums[:, -1:]).sum(1)
    varies = sums[:, -1] > 1e-9 * power.sum(1)  # less is the rounding of an even picture
    return torch.where(varies, each[order][place], 0.0)


def _cosines(length: int) -> Tensor:
    """The orthonormal cosine transform (DCT-II) as a matrix: (length, length)."""
    n = torch.arange(length, dtype=torch.float64)
    matrix = torch.cos(torch.pi / length * (n[None] + 0.5) * n[:, None]) * (2 / length) ** 0.5
    matrix[0] /= 2**0.5
    return torch.as_tensor(matrix, dtype=torch.float32)


def _smoother(length: int, like: Tensor) -> Tensor:
    """A Gaussian of standard deviation 1/64 of the side as a matrix; its rows add up to 1."""
    n = torch.arange(length, dtype=torch.float64)
    width = max(0.6, length / 64)
    matrix = torch.exp(-(n[:, None] - n[None]).square() / (2 * width**2))
    matrix[matrix < 1e-6] = 0  # numbers near the smallest would make the products fifteen times slower
    return (matrix / matrix.sum(1, keepdim=True)).to(like)
