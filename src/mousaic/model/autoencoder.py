"""What analysis, atlas and report may ask of a model, whatever it is made of."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor

from mousaic.arrays import Batch, Centers, Decoded
from mousaic.model.codes import Codes


class Autoencoder(Protocol):
    """M members that describe images of D pixels by some of their H features.

    Who needs more than this asks ``capabilities`` first (the names in :mod:`mousaic.model.member_parts`), and says
    what it cannot do without them.
    """

    k: int

    @property
    def members(self) -> int:
        """M."""
        ...

    @property
    def features(self) -> int:
        """H."""
        ...

    @property
    def pixels(self) -> int:
        """D."""
        ...

    @property
    def capabilities(self) -> frozenset[str]:
        """What holds for all of its parts together."""
        ...

    def encode(self, x: Batch) -> Codes:
        """Codes of images (B, D), each with its features ascending."""
        ...

    def decode(self, codes: Codes) -> Decoded:
        """Reconstructions (M, B, D), one a member."""
        ...

    def atoms(self, member: int, chosen: Tensor | None = None) -> Tensor:
        """The pictures of a member's features, all (H, D) or those ``chosen`` (...,): (..., D)."""
        ...

    def pictures(self, member: int) -> Tensor:
        """What there is to see: the atoms (H, D), or of filters at places each once, in the middle, (F, D)."""
        ...

    def silence(self) -> Centers:
        """What each member shows where no feature is active: (M, D)."""
        ...
