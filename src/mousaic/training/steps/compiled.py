"""The compiled step: buffers, threads and the order of the passes of
:mod:`mousaic.training.steps.compiled_passes`, :mod:`mousaic.training.steps.compiled_rows` and
:mod:`mousaic.training.steps.screen`."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Singles
from mousaic.model.ensemble import Ensemble
from mousaic.stats.reconstruction_scores import CONSTANT
from mousaic.training.adam import BETAS, AdamState
from mousaic.training.metrics import BatchFigures
from mousaic.training.steps.compiled_loops import ROWS
from mousaic.training.steps.compiled_passes import (
    Buffers,
    Trained,
    center_pass,
    codes_pass,
    figures_pass,
    images_pass,
    members_pass,
)
from mousaic.training.steps.compiled_rows import rows_pass
from mousaic.training.steps.screen import SHARE, WEIGHTS, Screen, quick_products
from mousaic.training.steps.share import UNDIVIDED, WHOLE_BATCH, BatchShare, Share

LARGE_BATCH = 64
"""From here on the product of weights and images is bound by arithmetic, and the library's own is faster."""


class CompiledStep:
    """Trains ``ensemble`` and ``adam`` in place; their tensors are float32, contiguous and on the CPU.

    Args:
        consistency: weight of the consistency loss.
        batch: the most images a batch will hold.
        threads: processor threads; the results do not depend on them.
        confined: weights that are 0 stay 0.
        share: which members ``ensemble`` and ``adam`` are, where others train the rest.
        images: which images of a batch are worked on here. Of the others all is exchanged that gradients are made of,
            which is far less than gradients; then each process makes them, as one process does.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        adam: AdamState,
        consistency: float,
        batch: int,
        threads: int,
        confined: bool = False,
        share: Share = UNDIVIDED,
        images: BatchShare = WHOLE_BATCH,
    ) -> None:
        self.ensemble, self.adam, self.consistency, self.threads = ensemble, adam, consistency, threads
        self.confined, self.share, self.images = confined, share, images
        self.pool = ThreadPoolExecutor(max(threads - 1, 1), thread_name_prefix="step")
        self.weight, self.bias = self._trained("weight"), self._trained("bias")
        self.has_center = ensemble.center is not None
        self.resting = adam.note_resting(ensemble).numpy()
        # The kernels' arguments keep their types also where there is no center.
        none = np.zeros((ensemble.members, 1), np.float32)
        self.center = self._trained("center") if self.has_center else Trained(none, none, none)
        self.buffers = allocate(ensemble, batch)
        padded = -(-batch // ROWS) * ROWS
        self.centered, self.spare = (np.zeros((ensemble.members, padded, ensemble.pixels), np.float32) for _ in "ab")
        self.announced: Tensor | None = None
        self.screen: Screen | None = None

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        if self.announced is not x:
            self._prepare(x)
        batch, members, center = len(x), self.ensemble.members, self.center.value
        means = self._images(x.numpy())
        self.adam.steps += 1
        step_size = np.float32(rate / (1 - BETAS[0] ** self.adam.steps))
        root = np.float32(math.sqrt(1 - BETAS[1] ** self.adam.steps))
        fired = np.empty(self.bias.value.shape, np.int64)
        self._split(members_pass, members, batch, self.center, self.has_center, step_size, root, self.buffers, fired)
        # The next batch's product is taken while each row of the weights is in cache, unless it is a large one.
        if following is not None and self._fusable(following):
            self._split(center_pass, members, following.numpy(), center, self.has_center, self.spare)
            screen = self._screen()
            self._rows(True, step_size, root, True, self.spare, screen is not None)
            if screen:
                screen.complete(self.spare, len(following), self.ensemble.k, self.buffers.a)
            self.centered, self.spare, self.announced = self.spare, self.centered, following
        else:
            self._rows(True, step_size, root, False, self.spare, False)
            self.announced = None
        return BatchFigures(means, self.share.whole(torch.from_numpy(fired)))

    def _images(self, x: Singles) -> Tensor:
        """Codes, reconstructions and the gradients of both, for images (B, D); the batch's figures."""
        own, batch, constant = self.buffers, len(x), np.float32(CONSTANT)
        part = self.images.part(batch)
        self._split(codes_pass, part, own)
        values, indices = (self.share.whole(torch.from_numpy(part)).numpy() for part in (own.values, own.indices))
        self._split(
            images_pass, part, x, self.weight.value, self.center.value, self.has_center, self.consistency, constant,
            values, indices, own,
        )  # fmt: skip
        outputs, scores = (self.share.whole(torch.from_numpy(part)).numpy() for part in (own.outputs, own.scores))
        self._split(figures_pass, part, x, constant, outputs, scores, own.figures)
        self._exchange(batch)
        return self._means(len(values), batch)

    def _exchange(self, batch: int) -> None:
        """Have of all images of a batch what gradients and figures are made of, where others work on some of them."""
        if self.images is WHOLE_BATCH:
            return
        own, part = self.buffers, self.images.part(batch)
        by_image = [own.values, own.indices, own.gz, own.gy, own.figures[None], *[own.gc] * self.has_center]
        for buffer in by_image:
            numbers = torch.from_numpy(buffer)[:, :batch]
            numbers.copy_(self.images.whole(numbers[:, part], batch))

    def _fusable(self, x: Tensor) -> bool:
        return len(x) <= LARGE_BATCH and self.images is WHOLE_BATCH

    def _prepare(self, x: Tensor) -> None:
        """Pre-activations of a batch that no step before it announced: by the same code, so to the same bits."""
        if self.screen:
            self.screen.forget()
        self._split(center_pass, self.ensemble.members, x.numpy(), self.center.value, self.has_center, self.centered)
        if self._fusable(x):
            self._rows(False, np.float32(0), np.float32(1), True, self.centered, False)
            return
        part = self.images.part(len(x))
        a, centered = (torch.from_numpy(buffer)[:, part] for buffer in (self.buffers.a, self.centered))
        weight = self.ensemble.weight.detach()
        torch.baddbmm(self.ensemble.bias.detach()[:, None], centered, weight.transpose(1, 2), out=a)

    def _screen(self) -> Screen | None:
        """Where it pays, what looks at the rows at rest in place of the pass over all rows."""
        if self.weight.value.size < WEIGHTS or not quick_products():
            return None
        if np.count_nonzero(self.resting) < SHARE * self.resting.size:
            return None
        self.screen = self.screen or Screen(self.weight.value, self.bias.value, self.resting, self._split)
        return self.screen

    def _rows(self, update: bool, rate: Any, root: Any, multiply: bool, following: Singles, screened: bool) -> None:
        blocks = self.ensemble.members * -(-self.ensemble.features // ROWS)
        self._split(
            rows_pass, blocks, update, self.confined, self.weight, self.bias, self.buffers, self.centered,
            self.resting, self.adam.steps, rate, root, multiply, screened, following,
        )  # fmt: skip

    def _means(self, members: int, batch: int) -> Tensor:
        """The batch's figures from the images' sums over so many members."""
        _, features, pixels = self.weight.value.shape
        squares, r, ensemble_r, active, code_squares, shared_squares, seen = self.buffers.figures[:batch].sum(0)
        pairs = members * (members - 1) // 2
        reconstruction = squares / (members * batch * pixels)
        consistency = (members * code_squares - shared_squares) / (pairs * batch * features) if pairs else 0.0
        loss = reconstruction + self.consistency * consistency
        per_code = members * batch
        means = [loss, reconstruction, consistency, r / per_code, ensemble_r / batch, active / per_code, seen / batch]
        return torch.tensor(means, dtype=torch.float64)

    def _trained(self, name: str) -> Trained:
        """A parameter and its moments as arrays over the same memory."""
        parameter: Tensor = getattr(self.ensemble, name)
        return Trained(parameter.detach().numpy(), self.adam.first[name].numpy(), self.adam.second[name].numpy())

    def _split(self, run: Callable[..., None], pieces: int | slice, *arguments: Any) -> None:
        """``run(first, last, ...)`` over all pieces, in as many parts as threads, and wait for them."""
        first, last = (0, pieces) if isinstance(pieces, int) else (pieces.start, pieces.stop)
        threads = max(1, min(self.threads, last - first))
        edges = [first + (last - first) * part // threads for part in range(threads + 1)]
        others = [self.pool.submit(run, edges[t], edges[t + 1], *arguments) for t in range(1, threads)]
        run(edges[0], edges[1], *arguments)
        for other in others:
            other.result()


def allocate(ensemble: Ensemble, batch: int) -> Buffers:
    """Buffers for batches of up to ``batch`` images."""
    members, features, pixels, k = ensemble.members, ensemble.features, ensemble.pixels, ensemble.k

    def floats(*shape: int) -> Singles:
        return np.zeros(shape, np.float32)

    return Buffers(
        a=floats(members, batch, features),
        values=floats(members, batch, k),
        indices=np.zeros((members, batch, k), np.int64),
        gz=floats(members, batch, k),
        gy=floats(members, batch, pixels),
        gc=floats(members, batch, 1 if ensemble.center is None else pixels),
        outputs=floats(members, batch, pixels),
        scores=np.zeros((members, batch, 2)),
        shared=floats(batch, features),
        figures=np.zeros((batch, 7)),
        starts=np.zeros((members, features + 1), np.int64),
        entries=np.zeros((members, batch * k), np.int64),
    )
