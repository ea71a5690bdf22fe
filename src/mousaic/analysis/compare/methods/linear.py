"""Methods without a dictionary larger than the code: mean image, DCT, PCA, NMF and ICA."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from mousaic.analysis.compare.method import Fitted, Part, Pixels

NMF_ITERATIONS = 100
"""On the mice 30 and 100 iterations give held-out r 0.813 and 0.819."""
FAINTEST = 1e-6
"""Directions with less than this share of the largest standard deviation are rounding, not image."""


def fit_mean(part: Part) -> list[Fitted]:
    """The mean of the training originals, shown for every image."""
    mean = part.mean
    return [Fitted("mean", "mean image", lambda x: np.broadcast_to(mean, x.shape)[None], values=0)]


def fit_dct(part: Part) -> list[Fitted]:
    """The image's own k largest DCT coefficients: nothing is learned."""
    shape, k = part.images.shape, part.k
    return [
        Fitted(
            "dct",
            f"DCT ({k} largest coefficients)",
            lambda x: best_dct(x.reshape(-1, *shape), k).reshape(1, *x.shape),
            values=k + shape[0],
            positions=k,
            note=f"learns nothing; stores the mean of each image beside its {k} coefficients",
        )
    ]


def best_dct(images: Pixels, k: int) -> Pixels:
    """Keep the k coefficients of largest magnitude of the orthonormal 2-D DCT of each mean-free image.

    The k are shared by the channels; each channel's mean, its coefficient 0, is kept besides.

    Args:
        images: (n, C, S, S).

    Returns:
        (n, C, S, S). As the transform is orthonormal, no other k coefficients have a smaller squared error.
    """
    from scipy.fft import dctn, idctn

    flat = dctn(images.astype(np.float64), axes=(2, 3), norm="ortho").reshape(*images.shape[:2], -1)
    means = flat[:, :, 0].copy()
    flat[:, :, 0] = 0
    rows = flat.reshape(len(images), -1)
    kept = np.zeros_like(rows)
    largest = np.argpartition(-np.abs(rows), min(k, rows.shape[1]) - 1, axis=1)[:, :k]
    np.put_along_axis(kept, largest, np.take_along_axis(rows, largest, 1), 1)
    kept = kept.reshape(flat.shape)
    kept[:, :, 0] = means
    return _float32(idctn(kept.reshape(images.shape), axes=(2, 3), norm="ortho"))


def fit_pca(part: Part) -> list[Fitted]:
    """PCA with k components of the same originals and copies that the default preset sees."""
    mean, basis = principal(part.pool, part.k, part.sklearn_seed)
    title, note = f"PCA ({part.k} components)", _fewer(len(basis), part.k)
    return [Fitted("pca", title, lambda x: project(x, mean, basis), len(basis), note=note)]


def fit_pca_wide(part: Part) -> list[Fitted]:
    """PCA that stores as many numbers as the whole ensemble does: M times k. Of one member: nothing to add."""
    if part.config.model.members == 1:
        return []
    wanted = part.config.model.members * part.k
    mean, basis = principal(part.pool, wanted, part.sklearn_seed)
    note = _fewer(len(basis), wanted) or "as many numbers as the ensemble of the default preset"
    title = f"PCA ({wanted} components)"
    return [Fitted("pca-wide", title, lambda x: project(x, mean, basis), len(basis), wide=True, note=note)]


def principal(images: Pixels, components: int, seed: int) -> tuple[Pixels, Pixels]:
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


def project(x: Pixels, mean: Pixels, basis: Pixels) -> Pixels:
    """The nearest images to ``x`` (n, D) that ``mean`` and the orthonormal rows of ``basis`` can make: (1, n, D)."""
    return _float32(mean + (x - mean) @ basis.T @ basis)[None]


def fit_ica(part: Part) -> list[Fitted]:
    """FastICA (Hyvarinen and Oja 2000): PCA to k dimensions, then the rotation whose codes are most independent.

    A rotation changes the parts that are seen, not what they can make together: its figures are PCA's.
    """
    from sklearn.decomposition import FastICA

    mean, basis = principal(part.pool, part.k, part.sklearn_seed)
    scores = (part.pool - mean) @ basis.T
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of slow convergence, which only the rotation depends on
        ica = FastICA(len(basis), whiten="unit-variance", random_state=part.sklearn_seed, max_iter=200).fit(scores)

    def reconstruct(x: Pixels) -> Pixels:
        made = _float32(ica.inverse_transform(ica.transform((x - mean) @ basis.T)))
        return _float32(mean + made @ basis)[None]

    note = "a rotation of PCA's components: the same reconstructions by construction"
    return [Fitted("ica", f"FastICA ({part.k} components)", reconstruct, len(basis), same_as="pca", note=note)]


def fit_nmf(part: Part) -> list[Fitted]:
    """Non-negative matrix factorisation (Lee and Seung 1999) of the raw pixels into k parts."""
    from sklearn.decomposition import NMF

    k = min(part.k, *part.pool.shape)
    nmf = NMF(k, init="nndsvda", max_iter=NMF_ITERATIONS, random_state=part.sklearn_seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the iterations ended before the tolerance was reached
        nmf.fit(part.pool)

    def reconstruct(x: Pixels) -> Pixels:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = _float32(nmf.inverse_transform(nmf.transform(np.ascontiguousarray(x))))
        return made[None]

    note = _fewer(k, part.k) or f"{NMF_ITERATIONS} iterations"
    return [Fitted("nmf", f"NMF ({part.k} components)", reconstruct, k, note=note)]


def _float32(x: NDArray[np.floating]) -> Pixels:
    made: Pixels = np.asarray(x, np.float32)
    return made


def _fewer(found: int, wanted: int) -> str:
    return f"{found} of {wanted} components: the training images have no more" if found < wanted else ""
