"""The hand-written step on a GPU, recorded once and replayed: its kernels are asked for in one call.

A batch of the experiment's size keeps a GPU busy for less time than Python takes to ask for the hundred kernels of its
step one by one. A CUDA graph holds them all, with the places in memory that they read and write; so what changes from
step to step (the batch, the step size, the number of steps) is written to such a place first.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.training.metrics import BatchFigures
from mousaic.training.steps.handwritten import TorchStep


class RecordedStep:
    """The step; see :class:`mousaic.training.steps.step.Step`. The figures it gives hold until the next call.

    Args:
        step: on a CUDA device; of the same weight of the consistency loss each time.
        batch: images of a batch. Smaller ones, as an epoch's last may be, are trained on without the record.
    """

    def __init__(self, step: TorchStep, batch: int) -> None:
        self.step, self.batch = step, batch
        self.record: torch.cuda.CUDAGraph | None = None

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        if len(x) != self.batch:
            return self.step(x, following, rate)
        if self.record is None:
            self._prepare(x)
            self.record = self._recorded()
        adam = self.step.adam
        self.x.copy_(x)
        self.rate.fill_(rate)
        self.counts.fill_(adam.steps)
        self.record.replay()
        adam.steps += 1
        return self.figures

    def _prepare(self, x: Tensor) -> None:
        """The places that a replay reads."""
        tensors = self.step.adam.first.values()
        self.x, self.rate = x.clone(), torch.zeros((), device=x.device)
        self.counts = torch.zeros(sum(len(each) for each in tensors), device=x.device)

    def _recorded(self) -> torch.cuda.CUDAGraph:
        """The record; weights and moments stay as they are.

        Libraries set themselves up on their first call, which must not be recorded: so one step is taken before, beside
        the usual stream, and taken back.
        """
        adam, steps = self.step.adam, self.step.adam.steps
        changed = [*self.step.ensemble.values.values(), *adam.first.values(), *adam.second.values()]
        kept = [tensor.detach().clone() for tensor in changed]
        beside: torch.cuda.Stream = torch.cuda.Stream(self.x.device)  # type: ignore[no-untyped-call]
        beside.wait_stream(torch.cuda.current_stream(self.x.device))
        with torch.cuda.stream(beside):
            self._train()
        torch.cuda.current_stream(self.x.device).wait_stream(beside)
        for tensor, before in zip(changed, kept, strict=True):
            tensor.detach().copy_(before)
        record = torch.cuda.CUDAGraph()
        with torch.cuda.graph(record):
            self.figures = self._train()
        adam.steps = steps
        return record

    def _train(self) -> BatchFigures:
        return self.step.trained(self.x, self.rate, list(self.counts.unbind()))
