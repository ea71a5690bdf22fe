"""Independent components as a compared method: a rotation of PCA's."""

from __future__ import annotations

import warnings

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.principal_directions import principal
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.said import told


def fit_ica(part: Part) -> list[Fitted]:
    """FastICA (Hyvarinen and Oja 2000): PCA to k dimensions, then the rotation whose codes are most independent.

    A rotation changes the parts that are seen, not what they can make together: its figures are PCA's.
    """
    from sklearn.decomposition import FastICA  # type: ignore[import-untyped]

    mean, basis = principal(part.pool, part.k, part.sklearn_seed)
    scores = (part.pool - mean) @ basis.T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of slow convergence, which only the rotation depends on
        ica = FastICA(len(basis), whiten="unit-variance", random_state=part.sklearn_seed, max_iter=200).fit(scores)

    def reconstruct(x: Singles) -> Singles:
        again = np.asarray(ica.inverse_transform(ica.transform((x - mean) @ basis.T)), np.float32)
        made: Singles = np.asarray(mean + again @ basis, np.float32)[None]
        return made

    title = told("method_ica", components=part.k)
    about = Description("ica", title, values=len(basis), same_as="pca", note=told("note_ica"))
    return [Fitted(about, reconstruct)]
