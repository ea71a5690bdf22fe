"""Whether the experiment is better than deep autoencoders and VAEs with more parameters: networks of several widths."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from benchmarks.experiment_scores import Table, originals, turns
from benchmarks.experiment_sets import Plan
from mousaic.analysis.compare.dense_network import Deep, dense_row
from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.methods.deep_autoencoder import plain_loss
from mousaic.analysis.compare.methods.variational_autoencoder import vae_loss
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.cross_validation import Turn
from mousaic.images.image_set import ImageSet
from mousaic.said import told
from mousaic.stats.reconstruction_scores import pearson

MIDDLE = 1
"""Of the widths, that of the VAE, and of the network that learns from the preset's own copies."""


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """r of networks of k latent units, and the parameters of each and of the preset.

    The networks learn from the copies of the preset ``default``, which suit them better; one from the experiment's.
    """
    table = Table(images, plan.seed)
    for turn in turns(images, name, plan):
        x = originals(turn.learned_from)
        for kind, fitted in _networks(turn, plan).items():
            table.add(kind, turn, *(pearson(fitted.reconstruct(one)[0], one) for one in (turn.x, x)))
    return {"r": table.figures(), "parameters": _parameters(images, plan)}


def _networks(turn: Turn, plan: Plan) -> dict[str, Fitted]:
    usual, report = turn.own(plan.config("default", members=1)), turn.own(plan.config())
    slight, strong = (Part(turn.learned_from, one, report, usual, None) for one in (usual, report))
    title, width = told("method_autoencoder", units=slight.k), plan.widths[MIDDLE]
    found = {
        f"autoencoder {hidden}": dense_row(slight, "autoencoder", title, 1, plain_loss, hidden)
        for hidden in plan.widths
    }
    found[f"VAE {width}"] = dense_row(slight, "vae", title, 2, vae_loss, width)
    return found | {"autoencoder, copies of report": dense_row(strong, "autoencoder", title, 1, plain_loss, width)}


def _parameters(images: ImageSet, plan: Plan) -> dict[str, int]:
    """Numbers that are learned, by name."""
    model, source = plan.config().model, torch.Generator()
    each = model.features * images.D + model.features

    def network(hidden: int, heads: int) -> int:
        return sum(np.prod(one.shape).item() for one in Deep(images.D, model.k, heads, source, hidden).parameters())

    width = plan.widths[MIDDLE]
    found = {"report": each, "report averaged": model.members * each}
    found |= {f"autoencoder {hidden}": network(hidden, 1) for hidden in plan.widths}
    return found | {f"VAE {width}": network(width, 2), "autoencoder, copies of report": network(width, 1)}
