"""What of a training is one process's: some of the members, or some of the images of each batch.

An image has k active features of H: so of a gradient by rows of weights only those rows are sent that some process
used. Which they are is told first, by a byte a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import torch
from torch import Tensor

from mousaic.training.metrics import BatchFigures
from mousaic.training.ranks.talk import Talk
from mousaic.training.steps.share import UNDIVIDED, WHOLE_BATCH, BatchShare, Share


def shares_of(talk: Talk, members: int, by_images: bool) -> tuple[Share, BatchShare]:
    """Of so many members and of each batch, what this process has: one of both whole."""
    return (UNDIVIDED, RankBatches(talk)) if by_images else (RankShare(talk, members), WHOLE_BATCH)


def dealt(members: int, processes: int) -> list[slice]:
    """The members, or images, of each process: neighbours, as evenly as it comes out.

    Examples:
        >>> dealt(5, 2)
        [slice(0, 3, None), slice(3, 5, None)]
    """
    edges = [-(-members * part // processes) for part in range(processes + 1)]
    return [slice(first, last) for first, last in pairwise(edges)]


class RankShare:
    """A :class:`mousaic.training.steps.share.Share`: those of this process."""

    def __init__(self, talk: Talk, members: int) -> None:
        self.talk, self.all = talk, dealt(members, talk.processes)
        self.own = self.all[talk.rank]

    def whole(self, own: Tensor) -> Tensor:
        """Of all members: gathered from all processes, each the same."""
        return self.talk.gathered(own, [part.stop - part.start for part in self.all])


class RankBatches:
    """A :class:`mousaic.training.steps.share.BatchShare`: neighbouring images, as evenly as it comes out."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.rank, self.processes = talk, talk.rank, talk.processes

    def part(self, images: int) -> slice:
        """Those of this process."""
        return dealt(images, self.processes)[self.rank]

    def own(self, x: Tensor) -> Tensor:
        """Views."""
        part = self.part(len(x))
        return x[part] if part.stop > part.start else x[:1]

    def whole(self, own: Tensor, images: int) -> Tensor:
        """Gathered from all processes."""
        counts = [part.stop - part.start for part in dealt(images, self.processes)]
        return self.talk.gathered(own.transpose(0, 1), counts).transpose(0, 1)

    def total(self, own: Mapping[str, Tensor | None], images: int) -> Mapping[str, Tensor | None]:
        """All summed at once: of (M, H, ...) the rows in use, of what is smaller all numbers."""
        given = {name: gradient.contiguous() for name, gradient in own.items() if gradient is not None}
        rows = [g.flatten(0, 1).flatten(1) if g.dim() > 2 else g.view(1, -1) for g in given.values()]
        used = self._used(rows)
        sent = torch.cat([one.index_select(0, some).flatten() for one, some in zip(rows, used, strict=True)])
        summed = self.talk.add(sent.mul_(self._weight(images)))
        sizes = [len(some) * one.shape[1] for one, some in zip(rows, used, strict=True)]
        for one, some, part in zip(rows, used, torch.split(summed, sizes), strict=True):
            one.index_copy_(0, some, part.view(len(some), one.shape[1]))
        return given

    def figures(self, own: BatchFigures, images: int) -> BatchFigures:
        """Means by their shares of the images, counts as they are."""
        weight = self._weight(images)
        counted = own.fired.double().flatten() * (weight > 0)
        summed = self.talk.add(torch.cat([own.means.double() * weight, counted]))
        means, fired = torch.split(summed, [len(own.means), len(counted)])
        return BatchFigures(means, fired.view_as(own.fired).long())

    def _weight(self, images: int) -> float:
        part = self.part(images)
        return len(range(images)[part]) / images

    def _used(self, gradients: list[Tensor]) -> list[Tensor]:
        """Which rows of each gradient (rows, ...) are not 0 in some process, as numbers."""
        flags = torch.cat([rows.any(1) for rows in gradients]).byte()
        found = torch.split(self.talk.most(flags), [len(rows) for rows in gradients])
        return [one.nonzero()[:, 0] for one in found]
