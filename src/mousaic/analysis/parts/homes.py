"""Where a part is looked for: its home, an ellipse that is learned from where its picture matches.

In turns: in each image the picture's best place within the home as it is; then the home anew, as the mean and spread
of these places, each counting by how well the picture matches there. So a home grows along the way that a paw goes,
shrinks around a nose, and leaves aside what merely resembles the part elsewhere. It begins wide, around where the
picture was cut out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

REACH = 2.5
"""Standard deviations from its middle to the border of a home."""
BEGIN = (0.08, 0.25)
"""Standard deviations of a home before anything is known, down and across, as shares of the side."""
LEAST = 0.02
"""The smallest standard deviation, as a share of the side."""
CLEAR = 0.6
"""Matches up to this one count nothing."""
COST = 0.03
"""What a place costs in matching, times its squared distance from the middle in standard deviations: of two places that
match about as well, the more usual one is taken."""
ROUNDS = 4


class Homes(NamedTuple):
    """Of P parts, in pixels of the prepared images; the middle of the first pixel is at 0, 0."""

    middle: Tensor
    """(P, 2): row and column."""
    spread: Tensor
    """(P, 2, 2): covariance of rows and columns."""

    def cost(self, size: int) -> Tensor:
        """What each place costs, in matching: (P, S, S); infinite beyond the home's border.

        The place nearest its middle is always within.
        """
        line, inverse = torch.arange(size).to(self.middle), torch.linalg.inv(self.spread)[..., None, None]
        down, across = (line - at[:, None] for at in self.middle.unbind(1))
        far = inverse[:, 0, 0] * down.square()[:, :, None] + inverse[:, 1, 1] * across.square()[:, None]
        far += 2 * inverse[:, 0, 1] * down[:, :, None] * across[:, None]
        nearest = far.flatten(1).min(1).values[:, None, None]
        cost: Tensor = (COST * far).masked_fill((far > REACH**2) & (far > nearest), torch.inf)
        return cost


class Strongest(NamedTuple):
    """The best match of each picture within its home, in each image: all (N, P)."""

    match: Tensor
    row: Tensor
    """Between pixels, by a parabola through the neighbours (in pixels of the prepared image)."""
    column: Tensor


def strongest(matches: Tensor, homes: Homes) -> Strongest:
    """Of matches (N, P, S, S)."""
    images, count, size, _ = matches.shape
    value, best = _best(matches, homes)
    row, column = best // size, best % size
    every = torch.arange(images)[:, None], torch.arange(count)[None]
    down, across = _between(matches, every, row, column, 1, 0), _between(matches, every, row, column, 0, 1)
    return Strongest(value, row + down, column + across)


def learn_homes(matches: Tensor, begin: Tensor) -> Homes:
    """The homes of pictures that match these images like that.

    Args:
        matches: (N, P, S, S).
        begin: (P, 2): row and column around which each is looked for at first.
    """
    size = matches.shape[-1]
    wide = torch.tensor(BEGIN).to(begin) * size
    homes = Homes(begin, torch.diag(wide.square()).expand(len(begin), 2, 2))
    for _ in range(ROUNDS):
        value, best = _best(matches, homes)
        at = torch.stack([best // size, best % size], dim=-1).to(begin)  # (N, P, 2)
        weight = ((value - CLEAR) / (1 - CLEAR)).clamp(0, 1).square()[..., None] + 1e-9
        middle = (weight * at).sum(0) / weight.sum(0)
        off = at - middle
        spread = torch.einsum("npi,npj->pij", weight * off, off) / weight.sum(0)[..., None]
        homes = Homes(middle, spread + torch.eye(2).to(begin) * (LEAST * size) ** 2)
    return homes


def _best(matches: Tensor, homes: Homes) -> tuple[Tensor, Tensor]:
    """The match at the best place of each home, its cost taken into account, and that place: (N, P)."""
    flat, best = matches.flatten(2), torch.empty(matches.shape[:2], dtype=torch.int64)
    numbers, found = flat.numpy(), best.numpy()
    for part, cost in enumerate(homes.cost(matches.shape[-1]).flatten(1).numpy()):
        within = np.flatnonzero(np.isfinite(cost))  # most places are not
        found[:, part] = within[(numbers[:, part, within] - cost[within]).argmax(1)]
    return flat.gather(2, best[..., None])[..., 0], best


def _between(
    matches: Tensor, every: tuple[Tensor, Tensor], row: Tensor, column: Tensor, down: int, across: int
) -> Tensor:
    """How far from its pixel the top of a parabola lies, at most half a pixel; at a border 0."""
    size = matches.shape[-1]
    before, after = ((row + s * down, column + s * across) for s in (-1, 1))
    known = (torch.minimum(*before) >= 0) & (torch.maximum(*after) < size)
    low, here, high = (
        matches[*every, r.clamp(0, size - 1), c.clamp(0, size - 1)] for r, c in (before, (row, column), after)
    )
    bend = low - 2 * here + high
    top = torch.where(bend < -1e-6, (low - high) / (2 * bend.clamp_max(-1e-6)), 0.0)
    return torch.where(known, top.clamp(-0.5, 0.5), 0.0)
