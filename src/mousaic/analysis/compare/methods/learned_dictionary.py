"""scikit-learn's dictionary learning as a compared method."""

from __future__ import annotations

import warnings

import numpy as np

from mousaic.analysis.compare.atom_codes import coded, image_atoms, unit_rows
from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told

BATCHES, BATCH = 8, 256
"""Mini-batches: about as long as training the default preset."""
SPARSITY = 1.0
"""Weight of the absolute codes while learning; 0.1 takes twice as long for the same held-out r on the mice."""


def fit_dictionary(part: Part) -> list[Fitted]:
    """scikit-learn's MiniBatchDictionaryLearning (Mairal et al. 2009), started at training images, OMP codes."""
    from sklearn.decomposition import MiniBatchDictionaryLearning  # type: ignore[import-untyped]

    start = image_atoms(part)
    pool = part.pool - part.mean
    learner = MiniBatchDictionaryLearning(
        len(start), alpha=SPARSITY, batch_size=BATCH, fit_algorithm="cd", dict_init=start,
        random_state=part.sklearn_seed,
    )  # fmt: skip
    rng = np.random.default_rng(part.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of codes that the coordinate descent did not finish
        for _ in range(BATCHES):
            learner.partial_fit(pool[rng.permutation(len(pool))[:BATCH]])
    atoms = unit_rows(learner.components_)
    title, note = told("method_dictionary", atoms=len(atoms)), told("note_batches", batches=BATCHES, images=BATCH)
    return [coded(part, "dictionary", title, atoms, note)]
