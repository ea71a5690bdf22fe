"""A small variational autoencoder as a compared method: k numbers, each of them noisy while it learns."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.analysis.compare.dense_network import Deep, dense_row
from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_vae(part: Part) -> list[Fitted]:
    """A variational autoencoder with k latent units; the mean is the code."""
    return [dense_row(part, "vae", told("method_vae", units=part.k), 2, vae_loss)]


def vae_loss(model: Deep, x: Tensor, source: torch.Generator) -> Tensor:
    """The negative bound of Kingma and Welling 2014, its noise level the best for the batch (Rybkin et al. 2021)."""
    mean, log_variance = model.encode(x).chunk(2, 1)
    noise = torch.randn(mean.shape, generator=source).to(mean)
    error = (model.decode(mean + (log_variance / 2).exp() * noise) - x).square().mean()
    divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum(1).mean() / 2
    return x.shape[1] / 2 * error.clamp_min(1e-12).log() + divergence
