"""What several members give together: a consensus of their features, and weights for their reconstructions."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch

from mousaic.analysis.cross_validation import cross_validated, inner_folds
from mousaic.arrays import Floats, Singles
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.consensus import ALIKE, Consensus, consensus
from mousaic.model.ensemble import Ensemble
from mousaic.training.fit import train_members


def refinement(config: Config) -> Config:
    """How a consensus is trained on: one member, half the epochs and half the step size, nothing revived.

    Merged features are means, fainter at their edges than what they are means of; that much training gives them
    their contrast back and leaves them where they are (docs/experiments.md). No feature starts anew, so that each
    remains the one whose sources are known.
    """
    training = dataclasses.replace(
        config.training, epochs=max(1, config.training.epochs // 2), learning_rate=config.training.learning_rate / 2,
        consistency=0.0, consistency_kind="latent", revive=0.0,
    )  # fmt: skip
    return dataclasses.replace(config, model=dataclasses.replace(config.model, members=1), training=training)


def agreed(ensemble: Ensemble, images: ImageSet, config: Config, threshold: float = ALIKE) -> Consensus:
    """The consensus of trained members, trained on with the images they learned from.

    Args:
        config: of the members.
        threshold: |cosine| from which features are one.

    Returns:
        As of :func:`mousaic.model.consensus.consensus`, with H features.
    """
    found = consensus(ensemble, threshold)
    return found._replace(ensemble=train_members(images, refinement(config), start=found.ensemble))


@torch.no_grad()
def held_out_reconstructions(images: ImageSet, config: Config) -> tuple[Floats, Floats, Floats] | None:
    """What members trained on the other folds make of each image.

    Returns:
        Reconstructions (M, N, D), the images (N, D), and the mean of those that were learned from (N, D): all in one
        order; None where there is a single group, so that nothing can be held out.
    """
    folds = inner_folds(images, config.training.seed)
    if not folds:
        return None
    made, held, means = [], [], []
    for turn in cross_validated(images, folds, lambda fold: config.training.seed):
        ensemble = train_members(turn.learned_from, turn.own(config))
        made.append(ensemble(torch.from_numpy(turn.x).to(ensemble.device))[1].cpu().numpy())
        held.append(turn.x)
        mean = turn.learned_from.pixels.reshape(-1, images.D).mean(0)
        means.append(np.broadcast_to(mean, turn.x.shape))
    return _joined(made, 1), _joined(held, 0), _joined(means, 0)


def _joined(parts: list[Singles], axis: int) -> Floats:
    return np.concatenate(parts, axis, dtype=np.float64)


def stacking_weights(made: Floats, x: Floats, mean: Floats) -> Floats:
    """Weights, none negative, with which the members' deviations from the mean image add up to the images' best.

    Least squares of ``x - mean`` on the members' ``made - mean`` (stacked regressions: Breiman 1996). They need not
    sum to 1: a mean of reconstructions is fainter than the images, and more than 1 in all makes up for it.

    Args:
        made: (M, N, D) reconstructions of images that the members did not learn from.
        x: (N, D).
        mean: (N, D).

    Returns:
        (M,); 1 / M each where nothing speaks for any member.
    """
    from scipy.optimize import nnls

    deviations = (made - mean).reshape(len(made), -1)
    target = (x - mean).ravel()
    # The normal equations have M unknowns where the images have N x D numbers: solve those, by their square root.
    values, vectors = np.linalg.eigh(deviations @ deviations.T)
    root = np.sqrt(np.maximum(values, 0))
    kept = root > 1e-7 * max(float(root.max()), 1e-12)
    left = root[kept, None] * vectors.T[kept]
    right = (vectors.T[kept] @ (deviations @ target)) / root[kept]
    weights: Floats = nnls(left, right)[0] if kept.any() else np.zeros(len(made))
    return weights if weights.any() else np.full(len(made), 1 / len(made))
