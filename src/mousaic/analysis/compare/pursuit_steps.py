"""Orthogonal matching pursuit that can be asked for the code it had after any number of its steps.

A pursuit chooses one atom after another, so the code of k atoms holds that of fewer: codes of all sizes cost one
pursuit (Pati et al. 1993; Rubinstein et al. 2008, "Efficient implementation of the K-SVD algorithm using batch OMP").
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

SAME = 1e-6
"""An atom whose part outside those already chosen has less than this share of its squared length adds nothing."""


MOST_NUMBERS = 2**25
"""Inner products that are kept at once: 256 MB."""


class Pursuit:
    """The pursuit of images over one dictionary, up to k atoms each.

    With chosen atoms w_1, w_2, ... let q_1, q_2, ... be the same made orthonormal one after another (Gram and
    Schmidt). Only inner products are kept: of every atom with every q, and of the images with every q.

    Args:
        x: (n, D) mean-free images.
        atoms: (H, D), of any length above 0.
        k: atoms to choose for each image, at most H.
    """

    def __init__(self, x: Tensor, atoms: Tensor, k: int) -> None:
        lengths = atoms.norm(dim=1).clamp_min(1e-12)
        unit = atoms / lengths[:, None]
        along = (x @ unit.T).double()  # (n, H): of what is left of each image with each atom
        images = torch.arange(len(x), device=x.device)
        # Of every atom with every atom at once, where that is less work than one row for each step and image.
        gram = unit @ unit.T if len(atoms) <= k * len(x) else None
        self._lengths: Tensor = lengths.double()
        self.indices = torch.empty(len(x), k, dtype=torch.int64, device=x.device)
        self._lower = torch.zeros(len(x), k, k, dtype=torch.float64, device=x.device)
        self._parts = torch.zeros(len(x), k, dtype=torch.float64, device=x.device)
        seen = torch.zeros(len(x), k, len(atoms), dtype=torch.float64, device=x.device)  # of each atom with each q
        free = torch.ones_like(along, dtype=torch.bool)
        for step in range(k):
            chosen = along.abs().where(free, -1.0).argmax(1)
            free[images, chosen] = False
            before = seen[images, :step, chosen]
            row = unit[chosen] @ unit.T if gram is None else gram[chosen]
            new = row.double() - torch.bmm(before[:, None], seen[:, :step])[:, 0]
            square = new[images, chosen]
            real = square > SAME
            root = square.where(real, 1.0).sqrt()
            new = (new / root[:, None]).where(real[:, None], 0.0)
            part = (along[images, chosen] / root).where(real, 0.0)
            along = along - part[:, None] * new
            self.indices[:, step], seen[:, step], self._parts[:, step] = chosen, new, part
            self._lower[:, step, :step], self._lower[:, step, step] = before, root

    def values(self, k: int) -> Tensor:
        """The values of the first k chosen atoms that come closest to the images: (n, k), float32."""
        lower, part = self._lower[:, :k, :k], self._parts[:, :k, None]
        found: Tensor = torch.linalg.solve_triangular(lower.mT, part, upper=True)[..., 0]
        return (found / self._lengths[self.indices[:, :k]]).float()


def pursued(x: Tensor, atoms: Tensor, counts: Sequence[int]) -> list[tuple[Tensor, Tensor]]:
    """Codes of mean-free images over one dictionary, of several sizes.

    Args:
        x: (n, D).
        atoms: (H, D).
        counts: atoms a code, each at most H.

    Returns:
        Values and indices (n, c) for each c of ``counts``.
    """
    k = max(counts)
    block = max(1, MOST_NUMBERS // (k * len(atoms)))
    parts = []
    for images in torch.split(x, block):
        found = Pursuit(images, atoms, k)
        parts.append([(found.values(count), found.indices[:, :count]) for count in counts])
    return [
        (torch.cat([values for values, _ in same]), torch.cat([indices for _, indices in same]))
        for same in zip(*parts, strict=True)
    ]
