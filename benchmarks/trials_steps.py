"""Starts and steps that were tried and are not in the library, written plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import mse_loss, normalize

from mousaic.config import Config
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.pursuit import matching_pursuit
from mousaic.model.sparsity.top_k import top_k
from mousaic.seeds import generator
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.data import TrainingData
from mousaic.training.initial_ensemble import start_ensemble
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.steps.handwritten import Gradients, TorchStep, loss_and_gradients


@dataclass(frozen=True)
class Change:
    """How a trial departs from the library; empty: not at all."""

    start: str = ""
    step: str = ""
    shared: int = 0
    """Positions a side, at which each local filter stands (:mod:`benchmarks.trials_filters`)."""
    scaled: bool = False
    """Pixels divided by the set's standard deviation."""


def whole_images(config: Config, data: TrainingData) -> Ensemble:
    """Rows are mean-free training images, copies included, drawn by chance."""
    pool, mean = _pool(config, data)
    chosen = torch.randint(len(pool), (config.model.features,), generator=generator(data.seed, "trial images"))
    return _ensemble(config, pool[chosen], mean)


def kmeans_images(config: Config, data: TrainingData) -> Ensemble:
    """Rows are mean-free training images far from each other (k-means++: Arthur & Vassilvitskii 2007)."""
    from sklearn.cluster import kmeans_plusplus  # type: ignore[import-untyped]

    pool, mean = _pool(config, data)
    count = min(config.model.features, len(pool))
    chosen = kmeans_plusplus(pool.numpy(), count, random_state=data.seed % 2**32)[1]
    more = np.resize(chosen, config.model.features)
    return _ensemble(config, pool[torch.from_numpy(more)], mean)


def longer(config: Config, data: TrainingData) -> Ensemble:
    """The default start with rows of length 1."""
    ensemble = start_ensemble(config, data)
    ensemble.weight.data /= ensemble.weight.data.norm(dim=2, keepdim=True)
    return ensemble


def _pool(config: Config, data: TrainingData) -> tuple[Tensor, Tensor]:
    mean = data.flat_originals.mean(0)
    epochs = min(config.training.epochs, -(-config.model.features // data.images_per_epoch))
    return torch.cat([data.images(epoch) for epoch in range(epochs)]) - mean, mean


def _ensemble(config: Config, rows: Tensor, mean: Tensor) -> Ensemble:
    return Ensemble.of_rows(normalize(rows, dim=1)[None] * 0.5, config.model.k, mean)


STARTS: dict[str, Callable[[Config, TrainingData], Ensemble]] = {
    "images": whole_images,
    "kmeans++": kmeans_images,
    "longer": longer,
}


class UnitStep(TorchStep):
    """Rows keep their length: the gradient's part along a row is removed, and the row is rescaled after the step."""

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        weight = self.ensemble.weight.data
        length = weight.norm(dim=2, keepdim=True)
        step = loss_and_gradients(self.ensemble, x, self.consistency, self.weight_gradient)
        along = normalize(weight, dim=2)
        step.gradients.weight.sub_(along * (along * step.gradients.weight).sum(2, keepdim=True))
        adam_step(self.ensemble, step.gradients._asdict(), self.adam, rate)
        weight.mul_(length / weight.norm(dim=2, keepdim=True))
        return batch_figures(step.losses, step.codes, step.output, x, self.ensemble.features)


class DecayStep(TorchStep):
    """Weight decay apart from the gradient (Loshchilov & Hutter 2019), 0.01."""

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        self.ensemble.weight.data.mul_(1 - 0.01 * rate)
        return super().__call__(x, following, rate)


class AuxiliaryStep(TorchStep):
    """The auxiliary loss of Gao et al. 2024 ("Scaling and evaluating sparse autoencoders"), one member.

    The features that have not fired for an epoch's worth of images also reconstruct, without the centre, what the
    others leave of the images; that rest is a constant. Their k largest pre-activations, weight 1/32 of the loss
    relative to the rest's own size.
    """

    PATIENCE = 12  # batches without firing: an epoch of 31 originals and 5 copies each, in batches of 16

    def __init__(self, ensemble: Ensemble, adam: AdamState, consistency: float) -> None:
        super().__init__(ensemble, adam, consistency)
        self.silent = torch.zeros(ensemble.features, dtype=torch.int64)

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        step = loss_and_gradients(self.ensemble, x, self.consistency, self.weight_gradient)
        dead = (self.silent >= self.PATIENCE).nonzero()[:, 0]
        if len(dead):
            with torch.enable_grad():
                rows = self.ensemble.weight.data[0, dead].requires_grad_()
                bias = self.ensemble.bias.data[0, dead].requires_grad_()
                loss = self.auxiliary(rows, bias, x, x - step.output[0])
                into_rows, into_bias = torch.autograd.grad(loss, (rows, bias))
            step.gradients.weight[0, dead] += into_rows
            step.gradients.bias[0, dead] += into_bias
        adam_step(self.ensemble, step.gradients._asdict(), self.adam, rate)
        figures = batch_figures(step.losses, step.codes, step.output, x, self.ensemble.features)
        self.silent = torch.where(figures.fired[0] > 0, 0, self.silent + 1)
        return figures

    def auxiliary(self, rows: Tensor, bias: Tensor, x: Tensor, rest: Tensor) -> Tensor:
        """Of dead rows (h, D): 1/32 of the error with which they reconstruct the rest (B, D)."""
        active = top_k((self.ensemble.centered(x)[0] @ rows.T + bias)[None], min(self.ensemble.k, len(rows)))
        return mse_loss(active.dense(len(rows))[0] @ rows, rest) / 32


class PursuitStep(TorchStep):
    """Codes by matching pursuit, held fixed; the dictionary and the centre follow the decoder's gradient alone."""

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        ensemble = self.ensemble
        codes: Codes = matching_pursuit(ensemble, x)
        output = ensemble.decode(codes)
        error = (output - x) * (2 / output.numel())
        dense = codes.dense(ensemble.features)
        weight = torch.bmm(dense.transpose(1, 2), error)
        center = None if ensemble.center is None else error.sum(1)
        gradients = Gradients(weight, torch.zeros_like(ensemble.bias), center)
        losses = loss_and_gradients(ensemble, x, 0.0).losses
        adam_step(ensemble, gradients._asdict(), self.adam, rate)
        return batch_figures(losses, codes, output, x, ensemble.features)


STEPS: dict[str, type[TorchStep]] = {
    "unit": UnitStep,
    "decay": DecayStep,
    "auxiliary": AuxiliaryStep,
    "pursuit": PursuitStep,
}
