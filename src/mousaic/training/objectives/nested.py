"""The loss of nested codes: one model that is to be usable with k/4, k/2 and k active features.

    loss = mean over n in (k/4, k/2, k) of mean over members, images and pixels of (y_n - x)^2 + weight * consistency

with y_n the reconstruction from the n largest entries of the code alone, so that the strongest features learn to do
without the rest (after Kusupati et al. 2022, "Matryoshka Representation Learning", and Bussmann et al. 2025, "Learning
Multi-Level Features with Matryoshka Sparse Autoencoders", who nest the dictionary; here the code is nested and all
features stay free to be strong). The gradient is written out as in :mod:`mousaic.training.objectives.reconstruction`:
an entry of the code is in every reconstruction from its place on, so the sum of their errors reaches it.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.ensemble import Codes, Ensemble
from mousaic.training.objectives.consistency import feature_loss, latent_loss
from mousaic.training.objectives.reconstruction import Gradients, Losses, Step


def prefixes(k: int) -> tuple[int, ...]:
    """How many of the k entries, the largest first, make each reconstruction: rising, the last is k."""
    return tuple(sorted({max(1, k // 4), max(1, k // 2), k}))


@torch.no_grad()
def nested_loss_and_gradients(
    ensemble: Ensemble,
    x: Tensor,
    consistency_weight: float,
    weight_gradient: Tensor | None = None,
    partners: Tensor | None = None,
) -> Step:
    """What :func:`mousaic.training.objectives.reconstruction.loss_and_gradients` gives, of the nested loss.

    ``reconstruction`` is the error of the whole code, comparable with that of any other training; ``total`` is what is
    minimised.
    """
    sizes = prefixes(ensemble.k)
    centered = ensemble.centered(x)
    found = ensemble.preactivations(centered).transpose(1, 2).topk(ensemble.k, dim=-1, sorted=True)
    codes = Codes(found.values, found.indices)
    outputs = [ensemble.decode(_between(codes, 0, size)) for size in sizes]
    errors = [output - x for output in outputs]
    losses = torch.stack([error.square().mean() for error in errors])

    # Of the entries between two sizes: the sum over the reconstructions that they are part of.
    reaching = list(reversed(torch.stack(errors).flip(0).cumsum(0).mul_(2 / (len(sizes) * errors[0].numel()))))
    blocks = [_between(codes, first, last) for first, last in zip((0, *sizes), sizes, strict=False)]
    active = [
        torch.bmm(ensemble.weight, gradient.transpose(1, 2)).transpose(1, 2).gather(2, block.indices)
        for block, gradient in zip(blocks, reaching, strict=True)
    ]
    active_gradient = torch.cat(active, 2)
    if partners is None:
        consistency, code_gradient = latent_loss(codes, ensemble.features)
        active_gradient += consistency_weight * code_gradient

    pre_gradient = Codes(active_gradient, codes.indices).dense(ensemble.features)
    both = torch.cat([*(block.dense(ensemble.features) for block in blocks), pre_gradient], 1)
    weight = torch.bmm(both.transpose(1, 2), torch.cat([*reaching, centered], 1), out=weight_gradient)
    bias, center = pre_gradient.sum(1), None
    if ensemble.center is not None:
        center = reaching[0].sum(1) - torch.bmm(bias[:, None], ensemble.weight)[:, 0]
    if partners is not None:
        consistency = feature_loss(ensemble.weight, partners, consistency_weight, weight)
    total = losses.mean() + consistency_weight * consistency
    return Step(Losses(total, losses[-1], consistency), Gradients(weight, bias, center), codes, outputs[-1])


def _between(codes: Codes, first: int, last: int) -> Codes:
    return Codes(codes.values[..., first:last], codes.indices[..., first:last])
