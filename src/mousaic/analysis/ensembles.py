"""What several members give together: a consensus of their features, and weights for their reconstructions."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch

from mousaic.analysis.cross_validation import cross_validated, inner_folds
from mousaic.arrays import Floats
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


def held_out_reconstructions(images: ImageSet, config: Config) -> tuple[Floats, Floats, Floats] | None:
    """What members trained on the other folds make of each image.

    Returns:
        Reconstructions (M, N, D), the images (N, D), and the mean of those that were learned from (N, D), all in the
        order of the images; None where there is a single group, so that nothing can be held out.
    """
    folds = inner_folds(images, config.training.seed)
    if not folds:
        return None
    x = images.pixels.reshape(-1, images.D).astype(np.float64)
    made, means = np.empty((config.model.members, *x.shape)), np.empty(x.shape)
    for turn in cross_validated(images, folds, lambda fold: config.training.seed):
        ensemble = train_members(turn.learned_from, turn.own(config))
        with torch.no_grad():  # around this alone: some members learn by automatic differentiation
            y = ensemble(torch.from_numpy(turn.x).to(ensemble.device))[1]
        made[:, turn.fold.held_out] = y.cpu().numpy()
        means[turn.fold.held_out] = turn.learned_from.pixels.reshape(-1, images.D).mean(0)
    return made, x, means


def simplex_weights(errors: Floats) -> Floats:
    """Weights, none negative and 1 in all, whose sum of the members' errors is the smallest in squares.

    Args:
        errors: (M, N, D), image less reconstruction, of images that the members did not learn from.

    Returns:
        (M,); 1 / M each where none of them errs.
    """
    from scipy.optimize import nnls

    flat = errors.reshape(len(errors), -1)
    # As weights sum to 1, what is left is the weighted sum of errors: w G w of their products G. For any sum of weights
    # the best proportions are the same, so that a further row that asks for a sum of 1 leaves them as they are.
    products = flat @ flat.T
    scale = float(np.trace(products)) / len(products)
    if not scale > 0:
        return np.full(len(products), 1 / len(products))
    values, vectors = np.linalg.eigh(products / scale)
    root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T
    found: Floats = nnls(np.vstack([root, np.ones(len(root))]), np.append(np.zeros(len(root)), 1.0))[0]
    weights: Floats = found / found.sum()
    return weights


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
