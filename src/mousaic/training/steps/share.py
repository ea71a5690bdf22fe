"""What a step asks of the members that other processes train, where those of one training are divided.

A member's codes and reconstruction follow from its own weights, its update from these and, with a consistency loss,
from the others' codes. So all that is exchanged lies between the two: everybody then holds codes and reconstructions of
all members, and sums over members are the same sums, in the same order, wherever they are taken.
"""

from __future__ import annotations

from typing import Protocol

from torch import Tensor


class Share(Protocol):
    """The members of one process among all M."""

    @property
    def own(self) -> slice:
        """Which they are."""
        ...

    def whole(self, own: Tensor) -> Tensor:
        """Of all members (M, ...), in their order, what is given here of one's own (m, ...); all must ask at once."""
        ...


class Undivided:
    """All members, in this process."""

    own = slice(None)

    def whole(self, own: Tensor) -> Tensor:
        """The same."""
        return own


UNDIVIDED = Undivided()
