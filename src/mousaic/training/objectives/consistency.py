"""What makes the members agree: on their codes, or on their features.

    latent      mean over pairs of members i < j of mean over images and features of (z_i - z_j)^2
    features    mean over members and features of 1 - |cosine| of a feature and its partner in another member

``latent`` is the experiment's own term: feature h of one member is to fire as feature h of another does. The kinds
``dictionary`` and ``matched`` share the second term and differ in who is whose partner: see
:mod:`mousaic.training.objectives.partners`. The partner stands still, as in mutual feature regularisation (Marks et al.
2024, "Enhancing Neural Network Interpretability with Feature-Aligned Sparse Autoencoders"): its own pull is another
term of the mean. Each formula stands once, beside its gradient; the tests hold the two together.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes

SHORT = 1e-12
"""The least length that a feature is divided by: a row of zeros pulls nothing and is not pulled."""

BLOCK = 2**17
"""So many numbers of the dictionary at a time stay in a processor's cache from one operation to the next."""


def latent_loss(codes: Codes, features: int) -> tuple[Tensor, Tensor]:
    """The ``latent`` loss and its gradient at the active entries (M, B, k).

    The sum over pairs of |z_i - z_j|^2 equals M * sum |z_i|^2 - |sum z_i|^2, so no pair is formed and
    no more than one dense (B, H) tensor.
    """
    members, batch, _ = codes.values.shape
    pairs = members * (members - 1) // 2
    if not pairs:
        return codes.values.new_zeros(()), torch.zeros_like(codes.values)
    total = codes.values.new_zeros(batch, features)
    for values, indices in zip(codes.values, codes.indices, strict=True):
        total.scatter_add_(1, indices, values)  # one member at a time: no index twice, so no race on a GPU
    scale = 1 / (pairs * batch * features)
    loss = scale * (members * codes.values.square().sum() - total.square().sum())
    shared = total.expand(members, batch, features).gather(2, codes.indices)
    return loss, 2 * scale * (members * codes.values - shared)


def feature_loss(dictionary: Tensor, partners: Tensor, strength: float = 0.0, gradient: Tensor | None = None) -> Tensor:
    """The loss of features that should lie along their partners: 0 where all do (or against them), at most 1.

    Row by row, d(1 - |c|)/dw = (|c| w / |w| - sign(c) p / |p|) / |w| with c the cosine of the feature w and its
    partner p: a product of two matrices as large as the dictionary is needed to choose partners, never to be pulled.

    Args:
        dictionary: (M, H, D).
        partners: int64 (M, H): the partner's place among all M x H features. A partner stands still.
        strength: weight of the loss in the total.
        gradient: (M, H, D): ``strength`` times the loss's gradient is added to it, in place. Without it, automatic
            differentiation finds the same.
    """
    rows, places = dictionary.flatten(0, 1), partners.flatten()
    pulled = None if gradient is None else gradient.view_as(rows)
    scale, total = strength / len(rows), dictionary.new_zeros(())
    size = max(1, BLOCK // dictionary.shape[2]) if dictionary.device.type == "cpu" else dictionary.shape[1]
    for first in range(0, len(rows), size):
        part = slice(first, first + size)
        own, partner = rows[part], rows[places[part]].detach()
        length, other = (side.norm(dim=1).clamp_min(SHORT) for side in (own, partner))
        cosine = (own * partner).sum(1) / (length * other)
        total = total + (1 - cosine.abs()).sum()
        if pulled is not None:
            pulled[part].addcmul_(partner, (-scale * cosine.sign() / (length * other))[:, None])
            pulled[part].addcmul_(own, (scale * cosine.abs() / length.square())[:, None])
    return total / len(rows)
