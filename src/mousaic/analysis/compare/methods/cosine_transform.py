"""The discrete cosine transform as a compared method: a code that learns nothing."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.said import told


def fit_dct(part: Part) -> list[Fitted]:
    """The image's own k largest DCT coefficients: nothing is learned."""
    shape, k = part.images.shape, part.k
    about = Description(
        "dct", told("method_dct", k=k), values=k + shape[0], positions=k, note=told("note_dct", k=k),
        choices=part.images.D, most=part.images.D - shape[0], besides=shape[0], sizeless=told("method_dct_sizeless"),
    )  # fmt: skip

    def reconstruct(x: Singles, count: int) -> Singles:
        return best_dct(x.reshape(-1, *shape), count).reshape(1, *x.shape)

    return [Fitted(about, lambda x: reconstruct(x, k), lambda x, counts: [reconstruct(x, c) for c in counts])]


def best_dct(images: Singles, k: int) -> Singles:
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
    made: Singles = idctn(kept.reshape(images.shape), axes=(2, 3), norm="ortho").astype(np.float32)
    return made
