"""The images one training sees, as tensors on the device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from mousaic.config import AugmentOptions
from mousaic.images.augmentation import make_copies
from mousaic.images.mapped import room
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import generator

KEPT = 2**24
"""Numbers in the images of all epochs up to which they are kept (64 MiB): starts, revived features and foretelling
need them, too."""


def images_per_epoch(originals: int, options: AugmentOptions) -> int:
    """How many images, copies included, an epoch trains on."""
    return originals * (1 if options.augment == "none" else 1 + options.copies)


@dataclass
class TrainingData:
    """Originals of both parts, and the copies of the training part.

    Attributes:
        originals: float32 (N, C, S, S), the training part, on the CPU (copies are drawn there).
        validation: float32 (V, D), on the device; V may be 0.
        options: how copies are drawn.
        seed: of the run.
        device: where the training happens.
        before: a model of one member, of which what it leaves over is learned from: of all images, copies included.
        beside: the folder whose disk takes images of an epoch that are large; None: all are in memory.
    """

    originals: Tensor
    validation: Tensor
    options: AugmentOptions
    seed: int
    device: torch.device
    before: Ensemble | None = None
    beside: Path | None = None
    _fixed: Tensor | None = None
    _kept: dict[int, Tensor] = field(default_factory=dict)

    @property
    def images_per_epoch(self) -> int:
        """How many images an epoch trains on, copies included."""
        return images_per_epoch(len(self.originals), self.options)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(C, S, S) of an image."""
        _, channels, height, width = self.originals.shape
        return channels, height, width

    @property
    def flat_originals(self) -> Tensor:
        """The training originals (N, D), on the device."""
        return self.left_of(self.originals.flatten(1).to(self.device))

    def some(self, x: Tensor) -> Tensor:
        """As many of the images (n, D) as a figure of them needs: all."""
        return x

    @torch.no_grad()
    def left_of(self, x: Tensor) -> Tensor:
        """What there is to learn of images (n, D): all, or what the model before leaves over."""
        return x if self.before is None else x - self.before(x)[1][0]

    def images(self, epoch: int) -> Tensor:
        """The training images of an epoch (from 0), originals and copies: (n, D), on the device."""
        if self.options.augment == "fresh":
            if epoch not in self._kept:
                drawn = self._draw(epoch)
                if (len(self._kept) + 1) * drawn.numel() > KEPT:
                    return drawn
                self._kept[epoch] = drawn
            return self._kept[epoch]
        if self._fixed is None:
            self._fixed = self.flat_originals if self.options.augment == "none" else self._draw(0)
        return self._fixed

    def _draw(self, epoch: int) -> Tensor:
        source = generator(self.seed, "augment", epoch)
        copies = torch.from_numpy(room((self.images_per_epoch, *self.shape), np.float32, self.beside))
        make_copies(self.originals, self.options.copies, self.options, source, out=copies)
        return self.left_of(copies.flatten(1).to(self.device))

    def batches(self, epoch: int, size: int) -> Callable[[int], Tensor]:
        """What gives each batch of an epoch by its number: (size, D), the last one may be smaller."""
        images, order = self.images(epoch), self.order(epoch)
        return lambda number: images[order[number * size : (number + 1) * size]]

    def order(self, epoch: int) -> Tensor:
        """The order in which an epoch goes through its images: int64 (n,), on the device."""
        order = torch.randperm(self.images_per_epoch, generator=generator(self.seed, "order", epoch))
        return order.to(self.device)
