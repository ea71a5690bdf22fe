"""The largest of all components of PCA as a compared method: a sparse code over a dictionary that PCA learned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.principal_directions import strongest
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.said import told


def fit_pca_best(part: Part) -> list[Fitted]:
    """For each image its own k largest among the first H components, or all there are where that is less.

    As the components are orthonormal, no other k of them come closer to the image. There are as many to choose from as
    a member has features: of more, the faintest are hardly ever chosen, and make each choice cost more bits.
    """
    mean, basis = strongest(part.pool, part.config.model.features)
    k, found = min(part.k, len(basis)), len(basis)
    about = Description(
        "pca-best", told("method_pca_best", k=k, components=found), values=k, positions=k,
        note=told("note_pca_best", components=found), choices=found, most=found,
        sizeless=told("method_pca_best_sizeless", components=found),
    )  # fmt: skip

    def with_values(x: Singles, counts: Sequence[int]) -> list[Singles]:
        return largest(x - mean, basis, counts, mean)

    return [Fitted(about, lambda x: with_values(x, [k])[0], with_values)]


def largest(x: Singles, basis: Singles, counts: Sequence[int], mean: Singles) -> list[Singles]:
    """What the c scores of largest magnitude make of mean-free images (n, D): (1, n, D) for each c of ``counts``.

    Args:
        basis: (a, D), orthonormal rows.
        mean: (D,), which is added.
    """
    scores = x @ basis.T
    order = np.argsort(-np.abs(scores), axis=1, kind="stable")
    made = []
    for count in counts:
        kept = np.zeros_like(scores)
        chosen = order[:, :count]
        np.put_along_axis(kept, chosen, np.take_along_axis(scores, chosen, 1), 1)
        made.append(np.asarray(mean + kept @ basis, np.float32)[None])
    return made
