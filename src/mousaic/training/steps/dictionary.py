"""The step that learns on the codes of matching pursuit: online dictionary learning, without a gradient.

After Mairal, Bach, Ponce & Sapiro 2009, "Online Dictionary Learning for Sparse Coding", with the codes z of orthogonal
matching pursuit in place of the lasso's. With

    A = sum of w z z^T        (H, H)   over all images so far, the weight w the smaller the longer ago
    B = sum of w z (x - c)^T  (H, D)

each feature in turn becomes the row that reconstructs best while the others stay,

    d_h <- (B_h - sum_{j != h} A_hj d_j + ridge d_h) / (A_hh + ridge),

0 where it was 0, so that windows stay windows, and as long as it was: how strongly it is used is up to the codes.
"""

from __future__ import annotations

import math
from importlib.util import find_spec

import numpy as np
import torch
from torch import Tensor

from mousaic.device import use_threads
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import fitted_length
from mousaic.training.metrics import BatchFigures, batch_figures
from mousaic.training.objectives.objective import Losses, mean_squared
from mousaic.training.steps.share import UNDIVIDED, WHOLE_BATCH, BatchShare, Share

MEMORY = 512
"""Images after which what was seen counts 1/e."""
RIDGE = 0.3
"""Pull towards what a feature was, as a share of the mean of A's diagonal: features that few images use move little."""
BLOCK = 32
"""Features between two products of whole matrices; within a block they are followed one by one."""
WORTH_COMPILING = 2**16
"""Numbers of a member's features from which on the blocks are followed by compiled code: for fewer, loading the
compiler takes longer. A rule that follows from the model alone, so that a seed means the same bytes each time."""


class DictionaryStep:
    """The step; see :class:`mousaic.training.steps.step.Step`. The step size is not used.

    Args:
        ensemble: of linear tied members.
        memory: ``gram`` (M, H, H) and ``products`` (M, H, D), the sums A and B; changed in place, as the ensemble is.
        share: which members these are, where others train the rest; only figures are exchanged.
        images: which images of a batch are encoded here; the codes are exchanged, and all learn on all of them.
    """

    def __init__(
        self,
        ensemble: Ensemble,
        memory: dict[str, Tensor],
        share: Share = UNDIVIDED,
        images: BatchShare = WHOLE_BATCH,
    ) -> None:
        self.ensemble, self.gram, self.products = ensemble, memory["gram"], memory["products"]
        self.share, self.images = share, images

    @torch.no_grad()
    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        ensemble, own = self.ensemble, self.images.own(x)
        mine, made = ensemble(own)
        found = Codes(*(self.images.whole(part, len(x)) for part in mine))
        keep, seen = math.exp(-len(x) / MEMORY), ensemble.centered(x)
        for member, z in enumerate(found.dense(ensemble.features)):
            rows, gram, products = ensemble.weight.data[member], self.gram[member], self.products[member]
            gram.mul_(keep).addmm_(z.T, z)
            products.mul_(keep).addmm_(z.T, seen[member])
            improve(rows, gram, products)
            if following is None:
                lengthen(rows, gram, products, fitted_length(rows / _lengths(rows), [seen[member]], ensemble.k))
        codes, output = Codes(*map(self.share.whole, mine)), self.share.whole(made)
        error = mean_squared(output - own)
        losses = Losses(error, error, torch.zeros_like(error))
        return self.images.figures(batch_figures(losses, codes, output, own, ensemble.features), len(x))


def improve(rows: Tensor, gram: Tensor, products: Tensor) -> None:
    """Every feature once, in place: ``rows`` (H, D), ``gram`` A (H, H), ``products`` B (H, D)."""
    ridge = float(RIDGE * gram.diagonal().mean())
    if ridge == 0:
        return
    plain = rows.device.type == "cpu" and rows.dtype == torch.float32
    by_compiler = plain and rows.numel() >= WORTH_COMPILING and find_spec("numba") is not None
    follow = _one_by_one_compiled if by_compiler else _one_by_one
    for begin in range(0, len(rows), BLOCK):
        block = slice(begin, begin + BLOCK)
        left = products[block] - gram[block] @ rows  # what each would have to add, all others as they are
        with use_threads(1):  # threads are not worth waking for so little
            follow(rows[block], gram[block, block], left, ridge)


def _one_by_one_compiled(rows: Tensor, gram: Tensor, left: Tensor, ridge: float) -> None:
    """The same in an eighth of the time; ``left`` is used up."""
    from mousaic.training.steps.compiled_dictionary import follow_rows

    given = rows.numpy(), gram.contiguous().numpy(), left.numpy(), np.float32(ridge)
    follow_rows(*given, torch.empty_like(rows).numpy())


def _one_by_one(rows: Tensor, gram: Tensor, left: Tensor, ridge: float) -> None:
    """The features of a block (b, D), in place; ``left`` (b, D) is what each would have to add as the block begins."""
    before, lengths, changes, inside = rows.clone(), _lengths(rows), torch.empty_like(rows), rows != 0
    for j in range(len(rows)):
        changed = gram[j, :j] @ changes[:j]
        wanted = (left[j] - changed + (gram[j, j] + ridge) * before[j]) * inside[j]
        length = torch.linalg.vector_norm(wanted)
        rows[j] = torch.where(length > 0, wanted * (lengths[j] / length.clamp_min(1e-20)), before[j])
        torch.sub(rows[j], before[j], out=changes[j])


def lengthen(rows: Tensor, gram: Tensor, products: Tensor, length: float) -> None:
    """Make all rows so long, and what is remembered of their codes with them; in place."""
    factor = length / _lengths(rows)
    rows *= factor
    gram /= factor * factor.T
    products /= factor


def _lengths(rows: Tensor) -> Tensor:
    """(H, 1)"""
    lengths: Tensor = torch.linalg.vector_norm(rows, dim=1, keepdim=True)
    return lengths.clamp_min(1e-12)
