"""PCA as a compared method: with the k numbers of all others, and with as many as a whole ensemble stores."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.principal_directions import (
    MOST_COMPONENTS,
    fewer_components,
    of_first,
    principal,
    project,
)
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_pca(part: Part) -> list[Fitted]:
    """PCA with k components of the same originals and copies that the default preset sees."""
    mean, basis = principal(part.pool, max(part.k, MOST_COMPONENTS), part.sklearn_seed)
    first = basis[: part.k]
    title, note = told("method_pca", components=part.k), fewer_components(len(first), part.k)
    about = Description(
        "pca", title, values=len(first), note=note, most=len(basis), sizeless=told("method_pca_sizeless"),
    )  # fmt: skip
    return [Fitted(about, lambda x: project(x, mean, first), of_first(mean, basis))]


def fit_pca_wide(part: Part) -> list[Fitted]:
    """PCA that stores as many numbers as the whole ensemble does: M times k. Of one member: nothing to add."""
    if part.config.model.members == 1:
        return []
    wanted = part.config.model.members * part.k
    mean, basis = principal(part.pool, wanted, part.sklearn_seed)
    title, note = told("method_pca", components=wanted), fewer_components(len(basis), wanted)
    about = Description("pca-wide", title, values=len(basis), wide=True, note=note or told("note_as_many"))
    return [Fitted(about, lambda x: project(x, mean, basis))]
