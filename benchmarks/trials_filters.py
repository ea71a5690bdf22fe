"""Local features whose filters are shared between positions: tried, and not in the library."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from mousaic.config import Config
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import windows
from mousaic.seeds import generator
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.data import TrainingData
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.steps.handwritten import TorchStep, loss_and_gradients


def places(shape: tuple[int, int, int], side: int, across: int) -> Tensor:
    """Which pixels of a flat image the window at each position covers: (P, C side side), positions on a square grid
    of ``across`` a side, from edge to edge."""
    channels, size, _ = shape
    begins = torch.linspace(0, size - side, across).round().long()
    pixels = torch.arange(channels * size * size).view(shape)
    return torch.stack([pixels[:, y : y + side, x : x + side].reshape(-1) for y in begins for x in begins])


def shared_start(config: Config, data: TrainingData, across: int) -> Ensemble:
    """H = F P rows, filter by filter: F windows of training images, each at all P positions."""
    side, mean = config.model.local, data.flat_originals.mean(0)
    where = places(data.shape, side, across)
    filters = config.model.features // len(where)
    images = data.images(0) - mean
    source = generator(data.seed, "trial shared")
    rows = windows(images, data.shape, torch.arange(filters), source, (side,)).view(filters, *data.shape)
    weight = torch.zeros(filters, len(where), images.shape[1])
    for number, row in enumerate(rows):
        y, x = (int(line.nonzero()[0]) for line in (row.abs().sum((0, 2)), row.abs().sum((0, 1))))
        y, x = min(y, row.shape[1] - side), min(x, row.shape[2] - side)
        patch = normalize(row[:, y : y + side, x : x + side].reshape(-1), dim=0) * 0.5
        weight[number].scatter_(1, where, patch.expand(len(where), -1))
    return Ensemble.of_rows(weight.flatten(0, 1)[None], config.model.k, mean).requires_grad_(False)


class SharedStep(TorchStep):
    """The gradient of a filter is the sum over its positions, so its rows stay equal; each has a bias of its own."""

    def __init__(self, ensemble: Ensemble, adam: AdamState, consistency: float, where: Tensor) -> None:
        super().__init__(ensemble, adam, consistency)
        self.where = where

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        step = loss_and_gradients(self.ensemble, x, self.consistency, self.weight_gradient)
        rows = step.gradients.weight[0].view(-1, len(self.where), x.shape[1])
        index = self.where.expand(len(rows), -1, -1)
        total = rows.gather(2, index).sum(1, keepdim=True)
        rows.zero_().scatter_(2, index, total.expand(-1, len(self.where), -1))
        adam_step(self.ensemble, step.gradients._asdict(), self.adam, rate)
        return batch_figures(step.losses, step.codes, step.output, x, self.ensemble.features)
