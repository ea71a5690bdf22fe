"""What a step asks of other processes, where the members of one training, or the images of its batches, are divided.

A member's codes and reconstruction follow from its own weights, its update from these and, with a consistency loss,
from the others' codes. So all that is exchanged lies between the two: everybody then holds codes and reconstructions of
all members, and sums over members are the same sums, in the same order, wherever they are taken.

Where images are divided, each process has all members and the whole batch, and works on its own images. A loss is a
mean over images: so gradients and figures of a batch are the processes' own, each by its share of the images, summed.
All then take the same step, so that weights stay equal and are never sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from torch import Tensor

from mousaic.training.metrics import BatchFigures


class Share(Protocol):
    """The members of one process among all M."""

    @property
    def own(self) -> slice:
        """Which they are."""
        ...

    def whole(self, own: Tensor) -> Tensor:
        """Of all members (M, ...), in their order, what is given here of one's own (m, ...); all must ask at once."""
        ...


class Undivided:
    """All members, in this process."""

    own = slice(None)

    def whole(self, own: Tensor) -> Tensor:
        """The same."""
        return own


UNDIVIDED = Undivided()


class BatchShare(Protocol):
    """The images of one process in each batch of all; all processes must ask for the same at once."""

    def part(self, images: int) -> slice:
        """Which of so many images they are; of few images there may be none."""
        ...

    def own(self, x: Tensor) -> Tensor:
        """Of a batch (B, D) one's own images (b, D), b >= 1: who has none takes the first, which then counts 0."""
        ...

    def whole(self, own: Tensor, images: int) -> Tensor:
        """Of all so many images (M, B, ...), in their order, what is given here of one's own (M, b, ...)."""
        ...

    def total(self, own: Mapping[str, Tensor | None], images: int) -> Mapping[str, Tensor | None]:
        """The gradients of the batch, by those of one's own images, which are used up."""
        ...

    def figures(self, own: BatchFigures, images: int) -> BatchFigures:
        """The figures of the batch, by those of one's own images."""
        ...


class WholeBatch:
    """All images, in this process."""

    def part(self, images: int) -> slice:
        """All."""
        return slice(0, images)

    def own(self, x: Tensor) -> Tensor:
        """The same."""
        return x

    def whole(self, own: Tensor, images: int) -> Tensor:
        """The same."""
        return own

    def total(self, own: Mapping[str, Tensor | None], images: int) -> Mapping[str, Tensor | None]:
        """The same."""
        return own

    def figures(self, own: BatchFigures, images: int) -> BatchFigures:
        """The same."""
        return own


WHOLE_BATCH = WholeBatch()
