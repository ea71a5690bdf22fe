"""Sparse codes over a dictionary of atoms by orthogonal matching pursuit, for dictionaries that are no SAE's."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import torch

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.pursuit_steps import pursued
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Ints, Reals, Singles
from mousaic.said import Said, told


def image_atoms(part: Part) -> Singles:
    """Up to H mean-free images of the pool, spread over it by chance, as unit vectors: (a, D)."""
    rng = np.random.default_rng(part.seed)
    chosen = np.sort(rng.permutation(len(part.pool))[: part.config.model.features])
    return unit_rows(part.pool[chosen] - part.mean)


def unit_rows(rows: Reals) -> Singles:
    """Rows of length 1; a row of length 0 is left out, unless all are."""
    lengths = np.linalg.norm(rows, axis=1)
    kept = lengths > 1e-6
    if not kept.any():
        kept[0], lengths[0] = True, 1.0
    made: Singles = (rows[kept] / lengths[kept, None]).astype(np.float32)
    return made


def omp(x: Singles, atoms: Singles, k: int) -> Singles:
    """Reconstructions of mean-free images (n, D) from at most k atoms each (Pati et al. 1993): (n, D)."""
    from sklearn.decomposition import sparse_encode  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that an image is exact before it has used its k atoms
        codes = sparse_encode(x, atoms, algorithm="omp", n_nonzero_coefs=min(k, *atoms.shape))
    made: Singles = (codes @ atoms).astype(np.float32)
    return made


def coded(part: Part, row: str, title: Said, atoms: Singles, note: Said) -> Fitted:
    """The row of a dictionary (a, D), whose codes have k positions."""
    mean, k, wanted = part.mean, min(part.k, *atoms.shape), part.config.model.features
    if len(atoms) < wanted:
        note = told("both_notes", first=note, second=told("note_fewer_atoms", found=len(atoms), wanted=wanted))
    most = min(atoms.shape)
    about = Description(row, title, values=k, positions=k, note=note, choices=len(atoms), most=most)

    def with_values(x: Singles, counts: Sequence[int]) -> list[Singles]:
        found = pursued(torch.from_numpy(x - mean), torch.from_numpy(atoms), counts)
        return [(mean + _sums(values.numpy(), indices.numpy(), atoms))[None] for values, indices in found]

    return Fitted(about, lambda x: (mean + omp(x - mean, atoms, k))[None], with_values)


def _sums(values: Singles, indices: Ints, atoms: Singles) -> Singles:
    """Sums (n, D) of the atoms (a, D) that these codes (n, k) name."""
    codes = np.zeros((len(values), len(atoms)), np.float32)
    np.put_along_axis(codes, indices, values, 1)
    made: Singles = codes @ atoms
    return made
