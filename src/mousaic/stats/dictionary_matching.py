"""How alike two dictionaries are: |cosine| of every pair of features, one-to-one matching, nearest feature."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Cosines, Dictionary, Ints, Living, OtherDictionary, OtherLiving, Singles


class Nearest(NamedTuple):
    """For each feature, the one most like it among the candidates."""

    cosine: Singles
    """(H,) |cosine|, 0 to 1; 0 where there is no candidate."""
    feature: Ints
    """(H,) which of the other dictionary's features it is; -1 where there is no candidate."""


def unit_features(dictionary: Singles) -> Singles:
    """Every row of (..., D) at length 1; a row of zeros stays zero, so that it is like nothing."""
    length = np.linalg.norm(dictionary, axis=-1, keepdims=True)
    scaled: Singles = np.divide(dictionary, length, out=np.zeros_like(dictionary), where=length > 0)
    return scaled


def cosines(one: Dictionary, other: OtherDictionary) -> Cosines:
    """|cosine| of every feature of ``one`` with every feature of ``other``, in one product.

    Args:
        one: (H, D) or (M, H, D).
        other: (G, D).

    Returns:
        float32 (H, G) or (M, H, G), 0 to 1. The sign is left aside: a feature and its negative are one picture.
    """
    rows = unit_features(one).reshape(-1, one.shape[-1])
    product = rows @ unit_features(other).T
    # Rounding may pass 1 by a few units in the last place.
    found: Singles = np.abs(product, out=product).clip(max=1.0, out=product)
    return found.reshape(*one.shape[:-1], len(other))


def matched(cosine: Cosines) -> Singles:
    """|cosine| of the pairs of the one-to-one matching with the largest sum: (min(H, G),).

    The Hungarian method (Kuhn 1955), in scipy's version; its time grows with the cube of the features.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cosine, maximize=True)
    pairs: Singles = cosine[rows, columns]
    return pairs


def pw_mcc(cosine: Cosines) -> float:
    """Pairwise mean correlation coefficient of two dictionaries: the mean |cosine| of matched features.

    1 for the same features in any order. Where one side has fewer features, only so many are matched. Never 0 by
    chance: the matching seeks the best of H! orders, so it means something only beside that of a null. (Song et al.
    2025, "Mechanistic interpretability should prioritize feature consistency in SAEs".)

    Returns:
        0 to 1, or NaN where one side has no features.

    Examples:
        >>> features = np.eye(3, dtype=np.float32)
        >>> pw_mcc(cosines(features, -features[[2, 0, 1]]))  # the same ones in another order; the sign is left aside
        1.0
        >>> round(pw_mcc(cosines(features, np.ones((3, 3), np.float32))), 3)
        0.577
    """
    return float(matched(cosine).mean(dtype=np.float64)) if cosine.size else float("nan")


def pw_mcc_living(cosine: Cosines, living: Living, other_living: OtherLiving) -> float:
    """The same over the features that are in use, (H,) and (G,) True, on both sides."""
    return pw_mcc(cosine[np.ix_(living, other_living)])


def nearest(cosine: Singles, living: OtherLiving) -> Nearest:
    """The best candidate for each feature, whether or not it is another feature's best as well.

    Args:
        cosine: (..., G), of :func:`cosines`.
        living: (G,) which features of the other dictionary are candidates.

    Returns:
        Arrays of the shape (...). The best of many candidates is far from 0 by chance too.
    """
    candidates = np.flatnonzero(living)
    if not len(candidates):
        shape = cosine.shape[:-1]
        return Nearest(np.zeros(shape, np.float32), np.full(shape, -1, np.int64))
    among = cosine[..., candidates]
    place = among.argmax(-1)
    best: Singles = np.take_along_axis(among, place[..., None], -1)[..., 0]
    return Nearest(best, candidates[place])
