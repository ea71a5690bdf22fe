"""Pictures of features whose decoder is not linear: what a feature adds where nothing else is active.

A linear decoder has its pictures as rows. Any other has none of its own; what it shows for a code with one active entry
of value 1, less what it shows for an empty code, is the nearest thing to one, and equals the row where the decoder is
linear after all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from mousaic.model.codes import Codes

CHUNK = 256


def unit_responses(decode: Callable[[Codes], Tensor], chosen: Tensor, value: float = 1.0) -> Tensor:
    """The pictures (..., D) of one member's features ``chosen`` (...,).

    Args:
        decode: codes (1, B, 1) of the member to its reconstructions (1, B, D).
        value: of the one active entry.
    """
    flat = chosen.flatten()
    parts = []
    for some in torch.split(flat, CHUNK):
        active = some[None, :, None]
        ones = torch.full(active.shape, value, device=flat.device)
        parts.append(decode(Codes(ones, active))[0] - decode(Codes(0 * ones, active))[0])
    return torch.cat(parts).view(*chosen.shape, -1) / value


def member_responses(
    decode: Callable[[Mapping[str, Tensor], Codes], Tensor],
    p: Mapping[str, Tensor],
    member: int,
    features: int,
    chosen: Tensor | None = None,
) -> Tensor:
    """The same of a decoder's ``decode`` and all members' parameters: of all features (H, D), or (..., D)."""
    one = {name: tensor[member : member + 1] for name, tensor in p.items()}
    places = torch.arange(features, device=next(iter(one.values())).device) if chosen is None else chosen
    return unit_responses(lambda codes: decode(one, codes), places)
