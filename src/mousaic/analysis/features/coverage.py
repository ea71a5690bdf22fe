"""Which parts of the image the features look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.features.feature_shape import structure
from mousaic.analysis.placed_codes import laid_pictures
from mousaic.arrays import Flags, Floats

CHUNK = 512
"""Pictures at a time."""


class Coverage(NamedTuple):
    """Over the features of all members that fire in these images."""

    density: Floats
    """(S, S): energy of the features' structure on each pixel, each feature counting alike, and each filter wherever it
    is active in an image; 1 is the mean, so that 2
    says twice as much as an even spread would give."""
    error: Floats
    """(S, S): squared error of the reconstructions (all members together) on each pixel, mean over images and
    channels."""
    half: float
    """The smallest share of the pixels on which half of the energy lies: 0.5 for an even spread."""
    features: int
    """Features counted; of filters the places at which one is active in some image."""


@torch.no_grad()
def coverage(evidence: Evidence, seed: int = 0, dead: Flags | None = None) -> Coverage:
    """Where the structure of living features lies, and where the reconstructions still miss something.

    Args:
        dead: (M, H) the features to leave out (default: those that fire in none of the images).
    """
    dead = evidence.dead if dead is None else dead
    evidence.images.need_grid("A map of what the features look at")
    channels, height, width = evidence.images.shape
    total, counted = torch.zeros(height, width, dtype=torch.float64), 0
    for rows, count in _living(evidence, dead):
        energy = structure(rows.view(-1, channels, height, width))[0].square().sum(1)
        sums = energy.sum((1, 2), keepdim=True)
        total += (energy / sums.clamp_min(1e-30) * count[:, None, None]).sum(0).double()
        counted += int((sums > 0).sum())
    density = (total / total.mean().clamp_min(1e-30)).numpy()
    miss = np.zeros(evidence.images.D)
    for part in evidence.blocks(evidence.images.D * (1 + evidence.members)):
        miss += np.square(evidence.reconstruction[part].mean(1) - evidence.flat[part], dtype=np.float64).sum(0)
    miss /= len(evidence.images)
    ordered = np.sort(density.ravel())[::-1].cumsum()
    half = float((ordered < 0.5 * ordered[-1]).sum() + 1) / density.size if counted else 0.0
    return Coverage(density, miss.reshape(channels, height, width).mean(0), half, counted)


def _living(evidence: Evidence, dead: Flags) -> Iterator[tuple[Tensor, Tensor]]:
    """Pictures (n, D) of living features, and how often each counts (n,)."""
    for member, silent in enumerate(dead):
        if evidence.placed is not None:
            for pictures, count in laid_pictures(evidence, member, CHUNK):
                yield torch.from_numpy(pictures), torch.from_numpy(count).float()
            continue
        for rows in torch.split(torch.from_numpy(evidence.dictionary[member][~silent]), CHUNK):
            yield rows, torch.ones(len(rows))
