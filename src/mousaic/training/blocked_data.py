"""Training images that need not fit memory: learned from window by window, in an order that is shuffled in two steps.

An epoch deals its originals, in stretches of :data:`STRETCH` that lie together on the disk, into windows of about
:data:`WINDOW` bytes at random, and shuffles the images of each window, copies included. Every image is seen once an
epoch, as ever; a batch is made of one window, or of two where it lies across their border. Which images a batch holds
follows from seed, epoch and number alone, so an interrupted training goes on exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Ints
from mousaic.images.augmentation import make_copies
from mousaic.images.mapped import blocks, let_go, room
from mousaic.seeds import generator
from mousaic.training.data import TrainingData, images_per_epoch

STRETCH = 16
"""Originals that are read together, and so come in one window."""
WINDOW = 32 * 2**20
"""Bytes of float32 images, copies included, that are held at a time, or those of one stretch."""

SOME = 16_384
"""Images that a threshold is found on."""


@dataclass
class BlockedData(TrainingData):
    """The same for a set of any size; what a model before leaves over lies on the disk of ``beside``, too."""

    _held: dict[tuple[int, int], Tensor] = field(default_factory=dict)

    @cached_property
    def stretches(self) -> int:
        """How many of them a window holds."""
        each = images_per_epoch(STRETCH, self.options) * math.prod(self.shape) * 4
        return max(1, WINDOW // each)

    @cached_property
    def flat_originals(self) -> Tensor:
        """The training originals (N, D), in a file if they are."""
        return self.left_of(self.originals.flatten(1))

    @torch.no_grad()
    def left_of(self, x: Tensor) -> Tensor:
        """As ever, block by block."""
        if self.before is None:
            return x.to(self.device)
        source = x.numpy()
        out = room(source.shape, np.float32, self.beside)
        for part in blocks(out):
            out[part] = super().left_of(x[part].to(self.device)).cpu().numpy()
            let_go()
        return torch.from_numpy(out).to(self.device)

    def some(self, x: Tensor) -> Tensor:
        """Up to :data:`SOME` of the images (n, D), evenly from all."""
        return x[:: -(-len(x) // SOME)] if len(x) else x

    def images(self, epoch: int) -> Tensor:
        """The first window of an epoch, which is a random sample of its images: (n, D), on the device."""
        return self.window(epoch, 0)

    def batches(self, epoch: int, size: int) -> Callable[[int], Tensor]:
        """The same; a batch is made when it is asked for."""
        starts = self.starts(epoch)

        def batch(number: int) -> Tensor:
            begin, end = number * size, min((number + 1) * size, int(starts[-1]))
            first, last = np.searchsorted(starts, [begin, end - 1], side="right") - 1
            own = [
                self.window(epoch, w)[max(begin - int(starts[w]), 0) : end - int(starts[w])]
                for w in range(int(first), int(last) + 1)
            ]
            return torch.cat(own)

        return batch

    def window(self, epoch: int, number: int) -> Tensor:
        """The images of a window (n, D), shuffled, on the device."""
        if (epoch, number) not in self._held:
            while len(self._held) > 1:  # a batch may lie across two
                self._held.pop(next(iter(self._held)))
            self._held[epoch, number] = self._made(epoch, number)
        return self._held[epoch, number]

    def starts(self, epoch: int) -> Ints:
        """(windows + 1,): how many images of an epoch come before each window, and in all."""
        originals = np.minimum(STRETCH, len(self.originals) - STRETCH * self._dealt(epoch))
        ends = np.append(np.arange(0, len(originals), self.stretches), len(originals))
        sums = np.append(0, np.cumsum(originals))[ends]
        return np.array([images_per_epoch(int(count), self.options) for count in sums], np.int64)

    def _dealt(self, epoch: int) -> Ints:
        """The stretches in the order of an epoch."""
        count = -(-len(self.originals) // STRETCH)
        dealt: Ints = torch.randperm(count, generator=generator(self.seed, "stretches", epoch)).numpy()
        return dealt

    def _made(self, epoch: int, number: int) -> Tensor:
        mine = self._dealt(epoch)[number * self.stretches : (number + 1) * self.stretches]
        originals = sum(min(STRETCH, len(self.originals) - STRETCH * stretch) for stretch in mine.tolist())
        count = images_per_epoch(originals, self.options)
        order = torch.randperm(count, generator=generator(self.seed, "window", epoch, number))
        place = torch.empty_like(order)
        place[order] = torch.arange(count)
        shuffled, done = torch.empty(count, math.prod(self.shape)), 0
        for stretch in mine:
            drawn = self._drawn(epoch, int(stretch)).flatten(1)
            shuffled[place[done : done + len(drawn)]] = drawn
            done += len(drawn)
        let_go()
        return super().left_of(shuffled.to(self.device))

    def _drawn(self, epoch: int, stretch: int) -> Tensor:
        """The originals of a stretch and their copies, which are the same in any epoch where they are drawn once."""
        originals, o = self.originals[stretch * STRETCH : (stretch + 1) * STRETCH], self.options
        if o.augment == "none":
            return originals
        source = generator(self.seed, "augment", epoch if o.augment == "fresh" else 0, stretch)
        return make_copies(originals, o.copies, o, source)
