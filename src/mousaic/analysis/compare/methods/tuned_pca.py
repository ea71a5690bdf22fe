"""PCA with the augmentation that suits it best, chosen without looking at the held-out images."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.compare.method import Fitted, Part, draw_pool
from mousaic.analysis.compare.methods.linear import principal, project
from mousaic.config import AugmentOptions
from mousaic.images.augmentation_policies import strengths
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.stats.reconstruction_scores import pearson

INNER_FOLDS = 3


def policies(part: Part) -> dict[str, AugmentOptions]:
    """The augmentations to choose from, drawn as the default preset's copies are."""
    return strengths(part.config.augmentation, part.report.augmentation)


def fit_pca_tuned(part: Part) -> list[Fitted]:
    """PCA with k components; cross-validation inside the training part chooses how its images are augmented."""
    name = best_policy(part)
    pool = part.pool if name == "slight" else draw_pool(part.images, policies(part)[name], part.config)
    mean, basis = principal(pool, part.k, part.sklearn_seed)
    title = f"PCA ({part.k} components, own augmentation)"
    return [Fitted("pca-tuned", title, lambda x: project(x, mean, basis), len(basis), note=f"augmentation: {name}")]


def best_policy(part: Part) -> str:
    """The policy with the highest r on images that inner folds hold out; the gentlest of equals.

    With a single group in the training part there is nothing to choose by: ``slight``, the default preset's.
    """
    images = part.images
    if len(set(images.groups)) < 2:
        return "slight"
    count = possible_folds(images.groups, INNER_FOLDS)
    folds = make_folds(images.labels, images.groups, count, 1, part.seed)
    scores = {}
    for name, policy in policies(part).items():
        r = np.zeros(len(images))
        for fold in folds:
            pool = draw_pool(images.subset(np.flatnonzero(~fold.held_out)), policy, part.config)
            x = part.originals[fold.held_out]
            r[fold.held_out] = pearson(project(x, *principal(pool, part.k, part.sklearn_seed))[0], x)
        scores[name] = float(r.mean())
    return max(scores, key=lambda name: scores[name])
