"""Codes with as many features as an image needs: all pre-activations above one threshold.

The threshold is such that the images it was found on have k active features each *on average* (BatchTopK: Bussmann et
al. 2024, "BatchTopK Sparse Autoencoders", where training does the same within a batch: see
:mod:`mousaic.model.sparsity.batch_top_k`). An image of much contrast or detail gets more, a plain one fewer. On images
that the model learned from k features suffice at a higher or lower threshold than on others, so others set it where
there are.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.sparsity.above_threshold import MOST

BATCH = 256
NUMBERS = 2**24
"""Pre-activations that are held at a time, or those of one image if they are more: 64 MB."""


@torch.no_grad()
def batch_threshold(ensemble: Ensemble, images: Tensor) -> Tensor:
    """The thresholds (M,) above which the images (N, D) have k active features on average.

    The N x k-th largest of a member's pre-activations over all these images; never below 0, as an active feature is a
    present one: where fewer than N x k are above 0, the average is smaller.
    """
    wanted = len(images) * ensemble.k
    kept = images.new_empty(ensemble.members, 0)
    for x in torch.split(images, _fitting(ensemble)):
        a = _eligible(ensemble, x).flatten(1)
        kept = torch.cat([kept, a], 1)
        if kept.shape[1] > wanted:
            kept = kept.topk(wanted, dim=1, sorted=False).values
    return kept.min(1).values.clamp_min(0)


@torch.no_grad()
def threshold_codes(ensemble: Ensemble, x: Tensor, threshold: Tensor) -> Codes:
    """The features of images (B, D) at or above their member's threshold (M,), and above 0.

    Returns:
        Values and indices (M, B, min(H, :data:`MOST` k)), features ascending; entries that are not active have the
        value 0 and the index of some other feature.
    """
    most = min(ensemble.features, MOST * ensemble.k)
    parts = [_eligible(ensemble, some).topk(most, dim=-1, sorted=False) for some in torch.split(x, _fitting(ensemble))]
    found = Codes(torch.cat([one.values for one in parts], 1), torch.cat([one.indices for one in parts], 1))
    indices, order = found.indices.sort()
    values = found.values.gather(2, order)
    active = (values >= threshold[:, None, None]) & (values > 0)
    return Codes(torch.where(active, values, 0.0), indices)


def _fitting(ensemble: Ensemble) -> int:
    """How many images at a time."""
    return max(1, min(BATCH, NUMBERS // (ensemble.members * ensemble.features)))


def _eligible(ensemble: Ensemble, x: Tensor) -> Tensor:
    """The pre-activations (M, B, H) of images (B, D) that may be active at all."""
    return ensemble.sparsity.eligible(ensemble.values, ensemble.preactivations(ensemble.centered(x)))
