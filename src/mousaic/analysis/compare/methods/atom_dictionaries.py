"""Sparse codes over a dictionary by orthogonal matching pursuit: images themselves as atoms, or learned ones."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from mousaic.analysis.compare.method import Fitted, Part, Pixels

BATCHES, BATCH = 8, 256
"""Mini-batches of the learned dictionary: about as long as training the default preset."""
SPARSITY = 1.0
"""Weight of the absolute codes while learning; 0.1 takes twice as long for the same held-out r on the mice."""


def fit_images(part: Part) -> list[Fitted]:
    """H of the training images, copies included, as the dictionary: nothing is learned."""
    atoms = image_atoms(part)
    note = "learns nothing: originals and augmented copies are the dictionary"
    return [_coded(part, "images", f"dictionary of training images ({len(atoms):,} atoms, OMP)", atoms, note)]


def fit_dictionary(part: Part) -> list[Fitted]:
    """scikit-learn's MiniBatchDictionaryLearning (Mairal et al. 2009), started at those images, OMP codes."""
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
    note = f"{BATCHES} mini-batches of {BATCH} images"
    return [_coded(part, "dictionary", f"dictionary learning ({len(atoms):,} atoms, OMP)", atoms, note)]


def image_atoms(part: Part) -> Pixels:
    """Up to H mean-free images of the pool, spread over it by chance, as unit vectors: (a, D)."""
    rng = np.random.default_rng(part.seed)
    chosen = np.sort(rng.permutation(len(part.pool))[: part.config.model.features])
    return unit_rows(part.pool[chosen] - part.mean)


def unit_rows(rows: NDArray[np.floating]) -> Pixels:
    """Rows of length 1; a row of length 0 is left out, unless all are."""
    lengths = np.linalg.norm(rows, axis=1)
    kept = lengths > 1e-6
    if not kept.any():
        kept[0], lengths[0] = True, 1.0
    made: Pixels = (rows[kept] / lengths[kept, None]).astype(np.float32)
    return made


def omp(x: Pixels, atoms: Pixels, k: int) -> Pixels:
    """Reconstructions of mean-free images (n, D) from at most k atoms each (Pati et al. 1993): (n, D)."""
    from sklearn.decomposition import sparse_encode

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that an image is exact before it has used its k atoms
        codes = sparse_encode(x, atoms, algorithm="omp", n_nonzero_coefs=min(k, *atoms.shape))
    made: Pixels = (codes @ atoms).astype(np.float32)
    return made


def _coded(part: Part, row: str, title: str, atoms: Pixels, note: str) -> Fitted:
    mean, k = part.mean, min(part.k, *atoms.shape)
    if len(atoms) < part.config.model.features:
        note += f"; {len(atoms)} of {part.config.model.features} atoms: there are no more training images"
    return Fitted(row, title, lambda x: (mean + omp(x - mean, atoms, k))[None], values=k, positions=k, note=note)
