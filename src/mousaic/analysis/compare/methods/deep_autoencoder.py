"""A small deep autoencoder as a compared method: k numbers, every one of them used."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.analysis.compare.dense_network import Deep, dense_row
from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_autoencoder(part: Part) -> list[Fitted]:
    """A deep autoencoder with k latent units."""
    return [dense_row(part, "autoencoder", told("method_autoencoder", units=part.k), 1, plain_loss)]


def plain_loss(model: Deep, x: Tensor, source: torch.Generator) -> Tensor:
    """Mean squared error."""
    return (model.decode(model.encode(x)) - x).square().mean()
