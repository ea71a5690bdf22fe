"""The principal directions of images, and what they make of other images: for PCA and all that starts from it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from mousaic.analysis.compare.bit_budgets import BITS
from mousaic.analysis.compare.fitted import WithValues
from mousaic.arrays import Singles
from mousaic.said import Said, told
from mousaic.stats.code_bits import BITS_A_VALUE

FAINTEST = 1e-6
"""Directions with less than this share of the largest standard deviation are rounding, not image."""


MOST_COMPONENTS = BITS[-1] // BITS_A_VALUE
"""What the largest budget buys of first components."""


def principal(images: Singles, components: int, seed: int) -> tuple[Singles, Singles]:
    """Mean (D,) and principal directions (c, D) of images (n, D), by scikit-learn.

    c is ``components``, or the rank of the images where that is less.
    """
    from sklearn.decomposition import PCA  # type: ignore[import-untyped]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # images all alike have no variance to explain
        found = PCA(min(components, *images.shape), random_state=seed).fit(images)
    scale = found.singular_values_
    real = max(1, int((scale > FAINTEST * scale[0]).sum()))
    return found.mean_.astype(np.float32), found.components_[:real].astype(np.float32)


def project(x: Singles, mean: Singles, basis: Singles) -> Singles:
    """The nearest images to ``x`` (n, D) that ``mean`` and the orthonormal rows of ``basis`` can make: (1, n, D)."""
    made: Singles = np.asarray(mean + (x - mean) @ basis.T @ basis, np.float32)[None]
    return made


def strongest(images: Singles, components: int) -> tuple[Singles, Singles]:
    """As :func:`principal`, exactly and for many components: from the inner products of images or of pixels, whichever
    are fewer."""
    from scipy.linalg import eigh

    mean = images.mean(0, dtype=np.float64)
    centred = images - mean
    few = len(centred) <= centred.shape[1]
    products = centred @ centred.T if few else centred.T @ centred
    size = len(products)
    found, vectors = eigh(products, subset_by_index=[max(0, size - components), size - 1])
    scale = np.sqrt(np.maximum(found[::-1], 0))
    real = max(1, int((scale > FAINTEST * scale[0]).sum()))
    basis = vectors[:, ::-1][:, :real].T
    if few:
        basis = basis @ centred / np.maximum(scale[:real, None], 1e-12)
    return mean.astype(np.float32), basis.astype(np.float32)


def of_first(mean: Singles, basis: Singles) -> WithValues:
    """Reconstructions from the first of the orthonormal rows of ``basis``, as many as are asked for."""

    def with_values(x: Singles, counts: Sequence[int]) -> list[Singles]:
        scores = (x - mean) @ basis.T
        return [np.asarray(mean + scores[:, :c] @ basis[:c], np.float32)[None] for c in counts]

    return with_values


def fewer_components(found: int, wanted: int) -> Said | None:
    """What is to be said where the training images had no more components; else nothing."""
    return told("note_fewer_components", found=found, wanted=wanted) if found < wanted else None
