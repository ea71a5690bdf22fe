"""PCA with the augmentation that suits it best, chosen without looking at the held-out images."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.principal_directions import (
    MOST_COMPONENTS,
    fewer_components,
    of_first,
    principal,
    project,
)
from mousaic.analysis.compare.training_part import Part, draw_pool
from mousaic.analysis.cross_validation import cross_validated, inner_folds
from mousaic.config import AugmentOptions
from mousaic.images.augmentation_policies import strengths
from mousaic.said import told
from mousaic.stats.reconstruction_scores import pearson


def policies(part: Part) -> dict[str, AugmentOptions]:
    """The augmentations to choose from, drawn as the default preset's copies are."""
    return strengths(part.config.augmentation, part.report.augmentation)


def fit_pca_tuned(part: Part) -> list[Fitted]:
    """PCA with k components; cross-validation inside the training part chooses how its images are augmented.

    Nothing where they cannot be: of flat vectors and oblong images.
    """
    if not part.images.shape.is_square:
        return []
    name = best_policy(part)
    pool = part.pool if name == "slight" else draw_pool(part.images, policies(part)[name], part.config)
    mean, basis = principal(pool, max(part.k, MOST_COMPONENTS), part.sklearn_seed)
    first = basis[: part.k]
    title, note = told("method_pca_tuned", components=part.k), told("note_augmentation", strength=name)
    fewer = fewer_components(len(first), part.k)
    about = Description(
        "pca-tuned", title, values=len(first), note=told("both_notes", first=note, second=fewer) if fewer else note,
        most=len(basis), sizeless=told("method_pca_tuned_sizeless"),
    )  # fmt: skip
    return [Fitted(about, lambda x: project(x, mean, first), of_first(mean, basis))]


def best_policy(part: Part) -> str:
    """The policy with the highest r on images that inner folds hold out; the gentlest of equals.

    With a single group in the training part there is nothing to choose by: ``slight``, the default preset's.
    """
    folds = inner_folds(part.images, part.seed)
    if not folds:
        return "slight"
    scores = {}
    for name, policy in policies(part).items():
        r = np.zeros(len(part.images))
        for turn in cross_validated(part.images, folds, lambda fold: part.seed):
            pool = draw_pool(turn.learned_from, policy, turn.own(part.config))
            made = project(turn.x, *principal(pool, part.k, part.sklearn_seed))[0]
            r[turn.fold.held_out] = pearson(made, turn.x)
        scores[name] = float(r.mean())
    return max(scores, key=lambda name: scores[name])
