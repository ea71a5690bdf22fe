"""The principal directions of images, and what they make of other images: for PCA and all that starts from it."""

from __future__ import annotations

import warnings

import numpy as np

from mousaic.arrays import Singles
from mousaic.said import Said, told

FAINTEST = 1e-6
"""Directions with less than this share of the largest standard deviation are rounding, not image."""


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


def fewer_components(found: int, wanted: int) -> Said | None:
    """What is to be said where the training images had no more components; else nothing."""
    return told("note_fewer_components", found=found, wanted=wanted) if found < wanted else None
