"""Orthogonal matching pursuit of many images at once, from products alone: of features with features, and with images.

After Rubinstein, Zibulevsky & Elad 2008, "Efficient Implementation of the K-SVD Algorithm using Batch Orthogonal
Matching Pursuit": what is left of an image is never formed. The chosen features' Gram-Schmidt basis is carried along
for all features, so that each of the k steps costs H times the steps before it, whatever the number of pixels.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import torch
from torch import Tensor

from mousaic.device import threads_to_share
from mousaic.model.fast.shared_threads import shared_out

NONE_LEFT = 1e-6
"""A feature adds nothing if no more than this share of its squared length lies outside the span of the chosen ones."""
IMAGES = 64
"""Images that one thread takes at a time."""
ROWS = 512
"""Features in a block of the Gram matrix."""
WORTH_COMPILING = 2**12
"""Features times k from which on the pursuit is compiled: for less, loading the compiler takes longer. A rule that
follows from the model alone, so that an image has the same code in any company."""
SMALL = 2**24
"""Multiplications in all for which threads are not worth starting."""


def gram_of(rows: Tensor) -> Tensor:
    """The products (H, H) of features (H, D) with each other.

    In blocks of a fixed size, each by one thread, so that neither their number nor anything else changes a bit; what
    lies below the diagonal is copied.
    """
    features = len(rows)
    if features <= ROWS or rows.device.type != "cpu":
        return rows @ rows.T
    gram = rows.new_empty(features, features)
    pairs = [(i, j) for i in range(0, features, ROWS) for j in range(i, features, ROWS)]

    def fill(pair: tuple[int, int]) -> None:
        i, j = (slice(begin, begin + ROWS) for begin in pair)
        gram[i, j] = rows[i] @ rows[j].T
        gram[j, i] = gram[i, j].T

    with shared_out(threads_to_share()) as each:
        list(each(fill, pairs))
    return gram


def pursue(gram: Tensor, along: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """k features for each image one after another, each for what the others left, all weighed by least squares.

    Args:
        gram: (H, H): products of the features.
        along: (B, H): products of the images with them; kept as it is.
        k: at most H.

    Returns:
        Values and indices (B, k), in the order in which they were chosen. Where fewer features suffice, as the rest
        lies in their span, values of 0.
    """
    plain = along.device.type == "cpu" and along.dtype == torch.float32 == gram.dtype
    if plain and len(gram) * k >= WORTH_COMPILING and find_spec("numba") is not None:
        return pursue_compiled(gram.contiguous(), along.clone(memory_format=torch.contiguous_format), k)
    return pursue_by_torch(gram, along, k)


def pursue_compiled(gram: Tensor, along: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The same by compiled code, of float32 on the CPU; ``along`` is used up."""
    from mousaic.model.fast.compiled_pursuit import pursue_rows

    images, features = along.shape
    values, indices = along.new_empty(images, k), torch.zeros(images, k, dtype=torch.int64)

    def piece(begin: int) -> None:
        own = slice(begin, begin + IMAGES)
        scratch = torch.empty(k, features).numpy(), torch.empty(features).numpy()
        given = gram.numpy(), along[own].numpy(), k, np.float32(NONE_LEFT)
        pursue_rows(*given, *scratch, values[own].numpy(), indices[own].numpy())

    with shared_out(1 if images * features * k * k < SMALL else threads_to_share()) as each:
        list(each(piece, range(0, images, IMAGES)))
    return values, indices


def pursue_by_torch(gram: Tensor, along: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The same on any device and in any precision, slower on a processor."""
    images, features = along.shape
    own = gram.diagonal()
    along, left = along.clone(), own.expand(images, features).clone()
    basis, triangle = along.new_zeros(k, images, features), along.new_zeros(images, k, k)
    along_basis, indices = along.new_zeros(images, k), torch.zeros(images, k, dtype=torch.int64, device=along.device)
    every, used = torch.arange(images, device=along.device), torch.zeros_like(along, dtype=torch.bool)
    for j in range(k):
        spent = left <= NONE_LEFT * own
        score = (along.square() / own.clamp_min(1e-30)).masked_fill(spent, -1.0).masked_fill(used, -2.0)
        best = score.argmax(1)
        adds = ~spent[every, best]
        shares = basis[:j, every, best]  # (j, B)
        row = gram[best] - torch.einsum("jb,jbh->bh", shares, basis[:j])
        length = left[every, best].clamp_min(1e-30).sqrt()
        row = torch.where(adds[:, None], row / length[:, None], 0.0)
        step = torch.where(adds, along[every, best] / length, 0.0)
        along -= step[:, None] * row
        left -= row.square()
        left[every, best], used[every, best] = 0.0, True
        basis[j], along_basis[:, j], indices[:, j] = row, step, best
        triangle[:, :j, j] = torch.where(adds, shares, 0.0).T
        triangle[:, j, j] = torch.where(adds, length, 1.0)
    precise = torch.float32 if along.device.type == "mps" else torch.float64  # mps has no float64
    target = along_basis.to(precise)[:, :, None]
    return torch.linalg.solve_triangular(triangle.to(precise), target, upper=True)[..., 0].to(along), indices
