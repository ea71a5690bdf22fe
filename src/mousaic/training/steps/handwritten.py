"""The training step in PyTorch operators, with the gradient written out: of the standard parts alone, on any device.

The gradient is written by hand because it is sparse where automatic differentiation would be dense: only the k active
entries of a code carry one, and one product yields the gradient of the tied weights' two uses. It takes any objective
that knows its derivative by the reconstructions. The tests hold it against automatic differentiation.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.encoders.linear import products
from mousaic.model.ensemble import Ensemble
from mousaic.model.sparsity.top_k import top_k
from mousaic.training.adam import AdamState, adam_step
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.objectives.consistency import feature_loss, latent_loss
from mousaic.training.objectives.objective import Losses, Objective
from mousaic.training.objectives.reconstruction import RECONSTRUCTION
from mousaic.training.steps.share import UNDIVIDED, WHOLE_BATCH, BatchShare, Share
from mousaic.training.steps.step import Pull


class Gradients(NamedTuple):
    """The derivative of the total loss by each parameter, of the parameter's shape."""

    weight: Tensor
    bias: Tensor
    center: Tensor | None


class BatchGradients(NamedTuple):
    """What one batch gives."""

    losses: Losses
    gradients: Gradients
    codes: Codes
    """Of all members, as ``output`` is; the gradients are those of one's own."""
    output: Tensor
    """Reconstructions (M, B, D) from the whole codes."""


class TorchStep:
    """The step; see :class:`mousaic.training.steps.step.Step`.

    Args:
        consistency: weight of the consistency loss.
        confined: weights that are 0 stay 0, which keeps local features in their windows.
        pull: of features to their partners, in place of a consistency loss on codes.
        objective: one that has its derivative by hand.
        share: which members ``ensemble`` and ``adam`` are, where others train the rest; ``pull`` must be None then.
        images: which images of a batch are worked on here.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        adam: AdamState,
        consistency: float,
        confined: bool = False,
        pull: Pull | None = None,
        objective: Objective = RECONSTRUCTION,
        share: Share = UNDIVIDED,
        images: BatchShare = WHOLE_BATCH,
    ) -> None:
        self.ensemble, self.adam, self.consistency, self.confined = ensemble, adam, consistency, confined
        self.pull = pull or (lambda: (consistency, None))
        self.objective, self.share, self.images = objective, share, images
        self.weight_gradient = torch.empty_like(ensemble.weight, requires_grad=False)

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        return self.trained(x, rate)

    def trained(self, x: Tensor, rate: float | Tensor, counts: list[Tensor] | None = None) -> BatchFigures:
        """Train on the images ``x`` (B, D); ``rate`` and ``counts`` as of :func:`adam_step`."""
        consistency, partners = self.pull()
        own = self.images.own(x)
        step = loss_and_gradients(
            self.ensemble, own, consistency, self.weight_gradient, partners, self.objective, self.share
        )
        if self.confined:
            step.gradients.weight.mul_(self.ensemble.weight.data != 0)
        adam_step(self.ensemble, self.images.total(step.gradients._asdict(), len(x)), self.adam, rate, counts)
        figures = batch_figures(step.losses, step.codes, step.output, own, self.ensemble.features)
        return self.images.figures(figures, len(x))


@torch.no_grad()
def loss_and_gradients(
    ensemble: Ensemble,
    x: Tensor,
    consistency_weight: float,
    weight_gradient: Tensor | None = None,
    partners: Tensor | None = None,
    objective: Objective = RECONSTRUCTION,
    share: Share = UNDIVIDED,
) -> BatchGradients:
    """Loss, gradients, codes and reconstructions of a batch ``x`` (B, D).

    Args:
        weight_gradient: (M, H, D) to write the weights' gradient into. Used again for every batch it saves asking
            the system for that much memory, which takes as long as the arithmetic.
        partners: int64 (M, H), each feature's place of its partner: the consistency loss then compares features.
        share: which members ``ensemble`` has, where others train the rest.
    """
    sizes = objective.sizes(ensemble.k)
    seen = ensemble.centered(x)
    mine = top_k(ensemble.preactivations(seen), ensemble.k, largest_first=len(sizes) > 1)
    codes = Codes(share.whole(mine.values), share.whole(mine.indices))
    outputs = [share.whole(ensemble.decode(mine.between(0, size))) for size in sizes]
    made = objective.by_hand(outputs, x)
    assert made is not None
    blocks = [mine.between(first, last) for first, last in zip((0, *sizes), sizes, strict=False)]
    reaching = _reaching([direction[share.own] for direction in made.directions], made.factor)
    # Only the active entries are wanted.
    parts = [
        products(ensemble.weight, gradient).gather(2, block.indices)
        for block, gradient in zip(blocks, reaching, strict=True)
    ]
    active_gradient = parts[0] if len(parts) == 1 else torch.cat(parts, 2)
    if partners is None:
        consistency, code_gradient = latent_loss(codes, ensemble.features)
        active_gradient += consistency_weight * code_gradient[share.own]
    into_codes = Codes(active_gradient, mine.indices)
    gradients = _parameter_gradients(ensemble, blocks, into_codes, seen, reaching, weight_gradient)
    if partners is not None:
        consistency = feature_loss(ensemble.weight, partners, consistency_weight, gradients.weight)
    total = made.loss + consistency_weight * consistency
    return BatchGradients(Losses(total, made.reconstruction, consistency), gradients, codes, outputs[-1])


def _reaching(directions: list[Tensor], factor: float) -> list[Tensor]:
    """What reaches the entries between two sizes: the sum over the reconstructions that they are part of."""
    if len(directions) == 1:
        return [directions[0] * factor]
    return list(reversed(torch.stack(directions).flip(0).cumsum(0).mul_(factor)))


def _parameter_gradients(
    ensemble: Ensemble,
    blocks: list[Codes],
    into_codes: Codes,
    seen: Tensor,
    reaching: list[Tensor],
    out: Tensor | None,
) -> Gradients:
    """From the gradients of the active code entries (M, B, k) and of the reconstructions (M, B, D)."""
    pre_gradient = into_codes.dense(ensemble.features)
    # Tied weights: decoder's and encoder's part in one product, summed over images twice over.
    both = torch.cat([*(block.dense(ensemble.features) for block in blocks), pre_gradient], 1).transpose(1, 2)
    weight = torch.bmm(both, torch.cat([*reaching, seen], 1), out=out)
    bias = pre_gradient.sum(1)
    if ensemble.center is None:
        return Gradients(weight, bias, None)
    center = reaching[0].sum(1) - torch.bmm(bias[:, None], ensemble.weight)[:, 0]
    return Gradients(weight, bias, center)
