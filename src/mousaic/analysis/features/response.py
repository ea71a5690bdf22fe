"""How strongly a feature's picture is present in an image, whether or not the feature made it into the code.

A code keeps the k strongest features of an image, so most features are silent in most images, and with a few dozen
images a feature that fires in five of them can hardly be told from chance. Its response is a number for every image:
the inner product of the image, less the member's centre, with the structure of the feature's picture (the
pre-activation without the noise that training left in the picture, and without the bias, which is the same for all).
Of a filter that may lie anywhere it is the largest product with it at any place.
"""

from __future__ import annotations

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.features.feature_shape import structure
from mousaic.analysis.placed_codes import strongest_responses
from mousaic.arrays import Floats, Whole
from mousaic.memory import row_blocks

_CHUNK = 512


@torch.no_grad()
def responses(evidence: Evidence, member: int, features: Whole) -> Floats:
    """The responses of all images to some features of a member: (N, F)."""
    if evidence.placed is not None:
        return strongest_responses(evidence, member, features.astype(np.int64))
    ensemble, shape = evidence.model.ensemble, evidence.images.shape
    own, found = ensemble.member(member), np.empty((len(evidence.images), len(features)))
    for some in row_blocks(len(features), 1, _CHUNK):
        rows = ensemble.atoms(member, torch.from_numpy(features[some]))
        pictures = structure(rows.view(-1, *shape))[0].flatten(1)
        for part in evidence.blocks():
            found[part, some] = (own.centered(torch.from_numpy(evidence.flat[part]))[0] @ pictures.T).numpy()
    return found
