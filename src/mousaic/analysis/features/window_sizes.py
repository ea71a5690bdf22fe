"""Which share of the images the features of each size carry, where they are confined to windows of several sizes.

What a member's code explains of an image x falls into a sum over its active features, exactly:

    <y - c, x - c> = sum of z_h <d_h, x - c>

and with codes of least squares, such as matching pursuit's, the left side is the squared length of y - c.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.statistics import Measured
from mousaic.arrays import Dictionary, Flags, Floats, Ints
from mousaic.said import told

MOST = 8
"""More different sizes than this are no plan."""


def window_sizes(evidence: Evidence, seed: int = 0) -> Measured | None:
    """A sentence and a table, over all members and images; None where all features have one size, or no one place."""
    if evidence.placed is not None:
        return None
    shape = evidence.images.shape
    sides = window_sides_of(evidence.dictionary, shape.height, shape.width)
    present = [int(side) for side in np.unique(sides[sides > 0])]
    if not 1 < len(present) <= MOST:
        return None
    explained = explained_by(evidence)
    total = float(explained.sum())
    share = [float(explained[sides == side].sum()) / total if total > 0 else 0.0 for side in present]
    whole = max(shape.height, shape.width)
    carried = [
        told("size_whole" if side == whole else "size_window", side=side, share=part)
        for side, part in zip(present, share, strict=True)
    ]
    columns: dict[str, list[Any]] = {
        "side": present,
        "features": [int((sides == side).sum()) for side in present],
        "share": share,
    }
    return Measured((told("sizes_carry", carried=carried),), columns)


def window_sides_of(dictionary: Dictionary, height: int, width: int) -> Ints:
    """(M, H): the longer side, in pixels, of the box outside which a feature's picture is 0; 0 for an empty one."""
    members, features, _ = dictionary.shape
    there: Flags = (dictionary != 0).reshape(members, features, -1, height, width)

    def extent(along: Flags) -> Ints:
        first, last = along.argmax(2), along.shape[2] - along[..., ::-1].argmax(2)
        return np.where(np.any(along, axis=2), last - first, 0).astype(np.int64)

    return np.maximum(extent(np.any(there, axis=(2, 4))), extent(np.any(there, axis=(2, 3))))


def explained_by(evidence: Evidence) -> Floats:
    """(M, H): the sum over images of z_h <d_h, x - c>."""
    found = np.zeros((evidence.members, evidence.features))
    for member, silence in enumerate(evidence.model.ensemble.silence().cpu().numpy()):
        values, indices = evidence.codes.values[:, member], evidence.codes.indices[:, member]
        for part in evidence.blocks(max(evidence.images.D, evidence.features)):
            products = (evidence.flat[part] - silence) @ evidence.dictionary[member].T
            weighted = values[part].astype(np.float64) * np.take_along_axis(products, indices[part], 1)
            found[member] += np.bincount(indices[part].ravel(), weighted.ravel(), evidence.features)
    return found
