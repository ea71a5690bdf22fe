"""The training loss and its gradient, written out.

    loss = reconstruction + weight * consistency
    reconstruction = mean over members, images and pixels of (y - x)^2
    consistency    = of codes or of features: see :mod:`mousaic.training.objectives.consistency`

The gradient is written by hand because it is sparse where automatic differentiation would be dense:
only the k active entries of a code carry one, and one product yields the gradient of the tied
weights' two uses. tests/training/test_losses.py holds it against automatic differentiation.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from mousaic.model.ensemble import Codes, Ensemble, top_k
from mousaic.training.objectives.consistency import feature_loss, latent_loss


class Losses(NamedTuple):
    """Scalars, on the device."""

    total: Tensor
    reconstruction: Tensor
    consistency: Tensor


class Gradients(NamedTuple):
    """The derivative of the total loss by each parameter, of the parameter's shape."""

    weight: Tensor
    bias: Tensor
    center: Tensor | None


class Step(NamedTuple):
    """What one batch gives."""

    losses: Losses
    gradients: Gradients
    codes: Codes
    output: Tensor
    """Reconstructions (M, B, D)."""


@torch.no_grad()
def loss_and_gradients(
    ensemble: Ensemble,
    x: Tensor,
    consistency_weight: float,
    weight_gradient: Tensor | None = None,
    partners: Tensor | None = None,
) -> Step:
    """Loss, gradients, codes and reconstructions of a batch ``x`` (B, D).

    Args:
        weight_gradient: (M, H, D) to write the weights' gradient into. Used again for every batch it saves asking
            the system for that much memory, which takes as long as the arithmetic.
        partners: int64 (M, H), each feature's place of its partner: the consistency loss then compares features.
    """
    centered = ensemble.centered(x)
    codes = top_k(ensemble.preactivations(centered).transpose(1, 2), ensemble.k)
    output = ensemble.decode(codes)
    error = output - x
    reconstruction = error.square().mean()

    output_gradient = error * (2 / error.numel())
    # (M, H, B) like the pre-activations; only its active entries are wanted.
    through_decoder = torch.bmm(ensemble.weight, output_gradient.transpose(1, 2)).transpose(1, 2)
    active_gradient = through_decoder.gather(2, codes.indices)
    if partners is None:
        consistency, code_gradient = latent_loss(codes, ensemble.features)
        active_gradient += consistency_weight * code_gradient

    gradients = _parameter_gradients(ensemble, codes, active_gradient, centered, output_gradient, weight_gradient)
    if partners is not None:
        consistency = feature_loss(ensemble.weight, partners, consistency_weight, gradients.weight)
    total = reconstruction + consistency_weight * consistency
    return Step(Losses(total, reconstruction, consistency), gradients, codes, output)


def _parameter_gradients(
    ensemble: Ensemble,
    codes: Codes,
    active_gradient: Tensor,
    centered: Tensor,
    output_gradient: Tensor,
    out: Tensor | None,
) -> Gradients:
    """From the gradients of the active code entries (M, B, k) and of the outputs (M, B, D)."""
    code = codes.dense(ensemble.features)
    pre_gradient = Codes(active_gradient, codes.indices).dense(ensemble.features)
    # Tied weights: decoder's and encoder's part in one product, summed over images twice over.
    both = torch.cat([code, pre_gradient], 1).transpose(1, 2)
    weight = torch.bmm(both, torch.cat([output_gradient, centered], 1), out=out)
    bias = pre_gradient.sum(1)
    if ensemble.center is None:
        return Gradients(weight, bias, None)
    center = output_gradient.sum(1) - torch.bmm(bias[:, None], ensemble.weight)[:, 0]
    return Gradients(weight, bias, center)
