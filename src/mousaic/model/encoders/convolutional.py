"""The convolutional encoder: pre-activations are products of the centred image with filters at places."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import conv2d, embedding

from mousaic.model.member_parts import PLACES, Encoder, Parameters, Size
from mousaic.model.placing import Placing


class Convolutional(Encoder):
    """Parameters ``filters`` (M, F, C P P), smaller ones among zeros, and ``filter_bias`` (M, F).

    Args:
        placing: where the filters lie; without it only capabilities are known.
    """

    capabilities = frozenset({PLACES})

    def __init__(self, placing: Placing | None = None) -> None:
        self.placing = placing

    def placed(self, placing: Placing | None) -> Convolutional:
        return Convolutional(placing)

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        """Of filters ``rows`` (M, F, C P P)."""
        return {"filters": rows, "filter_bias": rows.new_zeros(rows.shape[:2])}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        placing = known(self.placing)
        filters = size.members, placing.filters
        return {"filters": (*filters, placing.numbers), "filter_bias": filters}

    def features(self, p: Parameters) -> int:
        return known(self.placing).features

    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        placing = known(self.placing)
        own = zip(filters_of(p, placing), p["filter_bias"], seen, strict=True)
        return torch.stack([convolved(images, filters, placing, bias) for filters, bias, images in own])

    def picked(self, p: Parameters, seen: Tensor, indices: Tensor) -> Tensor:
        placing, found = known(self.placing), []
        for filters, bias, images, chosen in zip(filters_of(p, placing), p["filter_bias"], seen, indices, strict=True):
            seen_there = placing.widened(images).gather(1, placing.covered(chosen).flatten(1))
            number = placing.position(chosen).filter
            along = (seen_there.view(*chosen.shape, -1) * embedding(number, filters)).sum(-1)
            found.append(along + bias[number])
        return torch.stack(found)


def known(placing: Placing | None) -> Placing:
    """The placing of a part that was told one."""
    if placing is None:
        raise ValueError("filters without places compute nothing: load the parts with their placing")
    return placing


def filters_of(p: Parameters, placing: Placing) -> Tensor:
    """(M, F, C P P); what lies around a smaller filter learns nothing."""
    filters = p["filters"]
    return filters if len(placing.sizes) == 1 else filters * placing.mask(filters)


def convolved(images: Tensor, filters: Tensor, placing: Placing, bias: Tensor | None = None) -> Tensor:
    """Products (B, H) of images (B, D) with filters (F, C P P) at all places."""
    shape = placing.shape[0], placing.side, placing.side
    products = conv2d(
        images.reshape(-1, *placing.shape), filters.reshape(-1, *shape), bias, placing.stride, placing.margin
    )
    return products.flatten(1)


CONVOLUTIONAL = Convolutional()
