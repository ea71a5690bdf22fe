"""Codes of a trained model with any number of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from mousaic.analysis.compare.pursuit_steps import pursued
from mousaic.model.code_kinds import coder
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble


class SizedCodes:
    """Codes of an ensemble for the sizes that are asked for; those of the last images are kept.

    Two rows ask for the codes of the same images, the members' own and that of their average, and the products that
    matching pursuit starts from serve all sizes: so the sizes that both will want are found together.

    Args:
        kind: ``"topk"`` or ``"omp"``, of :func:`mousaic.model.code_kinds.coder`.
        wanted: sizes that will be asked for, 0 among them or not.
    """

    def __init__(self, ensemble: Ensemble, kind: str, wanted: Iterable[int]) -> None:
        self._ensemble, self._kind = ensemble, kind
        self._wanted = {size for size in wanted if size}
        self._images: Tensor | None = None
        self._kept: dict[int, Codes] = {}

    @torch.no_grad()
    def __call__(self, x: Tensor, sizes: Sequence[int]) -> list[Codes]:
        """Codes (M, B, size) of images (B, D), for each of the sizes, 1 to H."""
        if self._images is None or not torch.equal(self._images, x):
            self._images, self._kept = x.clone(), {}
        missing = set(sizes) - self._kept.keys()
        if missing:
            found = sorted(missing | self._wanted)
            self._kept |= dict(zip(found, self._find(x, found), strict=True))
        return [self._kept[size] for size in sizes]

    def _find(self, x: Tensor, sizes: Sequence[int]) -> list[Codes]:
        if self._kind != "omp" or self._ensemble.places > 1:
            return [coder(self._ensemble.with_k(size), self._kind)(x) for size in sizes]
        seen = self._ensemble.centered(x)
        members = [pursued(seen[m], self._ensemble.atoms(m), sizes) for m in range(self._ensemble.members)]
        return [Codes.of_members(same) for same in zip(*members, strict=True)]
