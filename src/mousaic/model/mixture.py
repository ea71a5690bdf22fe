"""Members of different kinds as one member: their features side by side, each member's by its own k and codes.

Of M members, each with an encoder, a sparsity and a decoder of its own, H_m features and k_m of them active:

    side by side (averaged, weighted):   y = sum over m of w_m y_m(x)
    chain (hierarchical):                y = y_1(x) + y_2(x - y_1) + ...: each describes what those before it left over

So there is one code with the sum of k_m active entries out of the sum of H_m features, and a feature's picture is its
member's, times w_m. That holds for linear decoders and others alike, as reconstructions of members are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import torch
from torch import Tensor, nn

from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_DECODER, THRESHOLD, Parts

MIXED = Parts("mixed", "mixed", "mixed")
"""What its parts are called; each member has its own."""


class Mixture(Ensemble):
    """One member (M = 1) made of several.

    Attributes:
        kinds: the members, each an ensemble of one.
        weights: of their reconstructions; 1 each in a chain.
        chained: whether each describes what those before it left over.
    """

    def __init__(self, kinds: Sequence[Ensemble], weights: Sequence[float], chained: bool = False) -> None:
        if any(one.members != 1 or one.places > 1 or isinstance(one, Mixture) for one in kinds):
            raise MousaicError("Members of a mixture are single ones, of features that have one place.")
        if len({one.pixels for one in kinds}) != 1 or len(kinds) != len(weights):
            raise MousaicError("Members of a mixture describe images of one size, and each has a weight.")
        super().__init__({}, sum(one.k for one in kinds), MIXED)
        self.kinds = nn.ModuleList(kinds)
        self.weights, self.chained = tuple(float(weight) for weight in weights), chained

    @classmethod
    def chain(cls, kinds: Sequence[Ensemble]) -> Mixture:
        """Each describes what those before it left over; a chain among them stands for its own members."""
        links = [link for one in kinds for link in (one.each if isinstance(one, Mixture) and one.chained else [one])]
        return cls(links, [1.0] * len(links), True)

    @property
    def each(self) -> list[Ensemble]:
        """The members."""
        return [one for one in self.kinds if isinstance(one, Ensemble)]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Features of each member, in the order of theirs here."""
        return tuple(one.features for one in self.each)

    @property
    def capabilities(self) -> frozenset[str]:
        """Of what a member must be able to, all of them must."""
        able = [one.capabilities for one in self.each]
        linear = {LINEAR_DECODER} if all(LINEAR_DECODER in one for one in able) else set()
        return frozenset(linear | ({THRESHOLD} if any(THRESHOLD in one for one in able) else set()))

    @property
    def device(self) -> torch.device:
        return self.each[0].device

    @property
    def members(self) -> int:
        return 1

    @cached_property
    def features(self) -> int:
        return sum(self.sizes)

    def with_k(self, k: int) -> Ensemble:
        """The same members, of whose features k are active in all: shares are proportional, as seats are dealt."""
        shares = [0] * len(self.each)
        for _ in range(min(k, self.features)):
            free = [n for n, size in enumerate(self.sizes) if shares[n] < size]
            shares[min(free, key=lambda n: (shares[n] + 1) / max(self.each[n].k, 1e-9))] += 1
        return self._of([one.with_k(share) for one, share in zip(self.each, shares, strict=True)])

    def mapped(self, change: Callable[[Ensemble], Ensemble]) -> Ensemble:
        return self._of([change(one) for one in self.each])

    def member(self, member: int) -> Ensemble:
        return self._of([one.member(member) for one in self.each])

    def _of(self, kinds: Sequence[Ensemble]) -> Mixture:
        return Mixture(kinds, self.weights, self.chained).requires_grad_(False)

    def centered(self, x: Tensor) -> Tensor:
        """The images less what is shown where nothing is active: (1, B, D). Each member has its own centre."""
        return (x - self.silence())[None]

    def encode(self, x: Tensor) -> Codes:
        left, found, first = x, [], 0
        for one in self.each:
            if one.k:
                codes = one.encode(left)
                found.append(Codes(codes.values, codes.indices + first))
                if self.chained:
                    left = left - one.decode(codes)[0]
            elif self.chained:
                left = left - one.silence()
            first += one.features
        return Codes(torch.cat([one.values for one in found], 2), torch.cat([one.indices for one in found], 2))

    def decode(self, codes: Codes) -> Tensor:
        parts = [
            weight * one.decode(own)
            for weight, one, own in zip(self.weights, self.each, self.apart(codes), strict=True)
        ]
        return torch.stack(parts).sum(0)

    def apart(self, codes: Codes) -> Iterator[Codes]:
        """Each member's own codes, of the same shape: entries of the others have the value 0."""
        first = 0
        for size in self.sizes:
            own = codes.indices - first
            inside = (own >= 0) & (own < size)
            yield Codes(torch.where(inside, codes.values, 0.0), torch.where(inside, own, 0))
            first += size

    @torch.no_grad()
    def atoms(self, member: int, chosen: Tensor | None = None) -> Tensor:
        if chosen is None:
            whole = zip(self.weights, self.each, strict=True)
            return torch.cat([weight * one.atoms(0) for weight, one in whole])
        found = torch.empty(*chosen.shape, self.pixels, device=self.device)
        first = 0
        for weight, one in zip(self.weights, self.each, strict=True):
            own = chosen - first
            inside = (own >= 0) & (own < one.features)
            if inside.any():
                found[inside] = weight * one.atoms(0, own[inside])
            first += one.features
        return found

    def dictionary(self) -> Tensor:
        return self.atoms(0)[None]

    def encoder_bias(self, member: int) -> Tensor | None:
        """None: no one product gives these codes."""
        return None
