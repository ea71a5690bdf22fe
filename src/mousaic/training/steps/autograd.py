"""The training step of any model and any objective, through automatic differentiation."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.device import threads_to_share, use_threads
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.objectives.consistency import feature_loss, latent_loss
from mousaic.training.objectives.objective import Losses, Objective, mean_squared
from mousaic.training.steps.share import WHOLE_BATCH, BatchShare
from mousaic.training.steps.step import Pull


class AutogradStep:
    """The step; see :class:`mousaic.training.steps.step.Step`.

    Args:
        confined: a parameter's entries that are 0 stay 0, where it has a row for each feature.
        pull: weight of the consistency loss, and the features' partners where it compares features.
        images: which images of a batch are worked on here.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        adam: AdamState,
        objective: Objective,
        pull: Pull,
        confined: bool = False,
        images: BatchShare = WHOLE_BATCH,
    ) -> None:
        self.ensemble, self.adam, self.objective, self.pull, self.confined = ensemble, adam, objective, pull, confined
        self.images = images

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        if self.ensemble.places == 1:
            return self._step(x, rate)
        # Threads share out the encoding of filters; all else is so little that waking them for it takes longer.
        self.ensemble.threads = threads_to_share()
        with use_threads(1):
            return self._step(x, rate)

    def _step(self, x: Tensor, rate: float) -> BatchFigures:
        weight, partners = self.pull()
        parameters, images = self.ensemble.values, len(x)
        x = self.images.own(x)
        self.ensemble.requires_grad_(True)
        try:
            losses, codes, output = losses_of(self.ensemble, x, self.objective, weight, partners)
            found = torch.autograd.grad(losses.total, list(parameters.values()), allow_unused=True)
        finally:
            self.ensemble.requires_grad_(False)
        gradients = {
            name: torch.zeros_like(p) if gradient is None else gradient
            for (name, p), gradient in zip(parameters.items(), found, strict=True)
        }
        if self.confined:
            for name, p in parameters.items():
                if p.dim() == 3:
                    gradients[name].mul_(p.data != 0)
        adam_step(self.ensemble, self.images.total(gradients, images), self.adam, rate)
        with torch.no_grad():
            detached = Losses(*(loss.detach() for loss in losses))
            own = batch_figures(detached, codes, output.detach(), x, self.ensemble.features, self.ensemble.places)
            return self.images.figures(own, images)


def losses_of(
    ensemble: Ensemble, x: Tensor, objective: Objective, weight: float, partners: Tensor | None
) -> tuple[Losses, Codes, Tensor]:
    """The losses of images (B, D), their codes, and the reconstructions (M, B, D) from the whole codes.

    Args:
        weight: of the consistency loss.
        partners: int64 (M, H), where it compares features and not codes.
    """
    with torch.enable_grad():
        codes, penalty = ensemble.encode_to_learn(x)
        sizes = objective.sizes(ensemble.k)
        ranked = codes.by_value() if len(sizes) > 1 else codes
        # The last is of whole codes, however many entries they have.
        outputs = [*(ensemble.decode(ranked.between(0, size)) for size in sizes[:-1]), ensemble.decode(codes)]
        loss = objective.loss(outputs, x)
        if penalty is not None:
            loss = loss + penalty
        if partners is None:
            consistency = latent_loss(codes, ensemble.features)[0]
        else:
            consistency = feature_loss(ensemble.dictionary(), partners)
    found = Losses(loss + weight * consistency, mean_squared(outputs[-1].detach() - x), consistency)
    return found, Codes(codes.values.detach(), codes.indices), outputs[-1]
