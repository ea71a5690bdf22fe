"""What must be known of a mixture's members to use their weights, as ``model.json`` holds it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import Parts, Size, part_shapes
from mousaic.model.mixture import Mixture


@dataclass(frozen=True)
class KindCard:
    """One member."""

    features: int
    k: int
    center: bool
    encoder: str
    decoder: str
    sparsity: str
    weight: float
    """Of its reconstructions."""

    @property
    def parts(self) -> Parts:
        """What it is put together from."""
        return Parts(self.encoder, self.decoder, self.sparsity)


@dataclass(frozen=True)
class MixedCard:
    """All members, and whether each describes what those before it left over."""

    chained: bool
    members: tuple[KindCard, ...]

    @classmethod
    def of(cls, mixture: Mixture) -> MixedCard:
        """Of a mixture."""
        pairs = zip(mixture.each, mixture.weights, strict=True)
        kinds = (
            KindCard(one.features, one.k, one.center is not None, *one.parts.names, weight) for one, weight in pairs
        )
        return cls(mixture.chained, tuple(kinds))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MixedCard:
        """The inverse of ``dataclasses.asdict``; a ValueError, TypeError or KeyError where it is none."""
        members = tuple(KindCard(**one) for one in data["members"])
        if not members or not all(1 <= one.k <= one.features and math.isfinite(one.weight) for one in members):
            raise ValueError("its mixed members are none")
        return cls(bool(data["chained"]), members)

    def shapes(self, pixels: int) -> dict[str, tuple[int, ...]]:
        """The shapes of all parameters, by name."""
        found: dict[str, tuple[int, ...]] = {}
        for number, one in enumerate(self.members):
            own = part_shapes(one.parts, Size(1, one.features, pixels))
            own |= {"center": (1, pixels)} if one.center else {}
            found |= {f"kinds.{number}.{name}": shape for name, shape in own.items()}
        return found

    def filled(self, parameters: Mapping[str, Tensor]) -> Mixture:
        """The mixture with these parameters, whose names and shapes are those of :meth:`shapes`."""
        kinds = []
        for number, one in enumerate(self.members):
            head = f"kinds.{number}."
            own = {name.removeprefix(head): tensor for name, tensor in parameters.items() if name.startswith(head)}
            kinds.append(Ensemble(own, one.k, one.parts))
        return Mixture(kinds, [one.weight for one in self.members], self.chained)
