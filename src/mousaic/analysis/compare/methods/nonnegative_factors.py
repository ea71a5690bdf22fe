"""Non-negative matrix factorisation as a compared method."""

from __future__ import annotations

import warnings

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.principal_directions import fewer_components
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.said import told

ITERATIONS = 100
"""On the mice 30 and 100 iterations give held-out r 0.813 and 0.819."""


def fit_nmf(part: Part) -> list[Fitted]:
    """Non-negative matrix factorisation (Lee and Seung 1999) of the raw pixels into k parts."""
    from sklearn.decomposition import NMF  # type: ignore[import-untyped]

    k = min(part.k, *part.pool.shape)
    nmf = NMF(k, init="nndsvda", max_iter=ITERATIONS, random_state=part.sklearn_seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the iterations ended before the tolerance was reached
        nmf.fit(part.pool)

    def reconstruct(x: Singles) -> Singles:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made: Singles = np.asarray(nmf.inverse_transform(nmf.transform(np.ascontiguousarray(x))), np.float32)
        return made[None]

    note = fewer_components(k, part.k) or told("note_iterations", iterations=ITERATIONS)
    about = Description("nmf", told("method_nmf", components=part.k), values=k, note=note)
    return [Fitted(about, reconstruct)]
