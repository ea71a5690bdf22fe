"""The tied decoder of filters at places: each active filter is laid down where it fired, times its value.

That is a transposed convolution of the code, computed for the active entries alone. Filters overlap, and what juts out
of the image is cut off.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import embedding

from mousaic.model.codes import Codes
from mousaic.model.encoders.convolutional import filters_of, known
from mousaic.model.member_parts import LINEAR_DECODER, PLACES, TIED, Decoder, Parameters
from mousaic.model.placing import Placing

NUMBERS = 2**24
"""Of pictures that are laid down at a time: 64 MB."""


class Transposed(Decoder):
    """No parameters of its own: it uses the encoder's ``filters``.

    Args:
        placing: where the filters lie; without it only capabilities are known.
    """

    capabilities = frozenset({LINEAR_DECODER, TIED})
    needs = frozenset({PLACES})

    def __init__(self, placing: Placing | None = None) -> None:
        self.placing = placing

    def placed(self, placing: Placing | None) -> Transposed:
        return Transposed(placing)

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        placing = known(self.placing)
        step = max(1, NUMBERS // (codes.values.shape[2] * placing.numbers))
        found = []
        for filters, values, indices in zip(filters_of(p, placing), codes.values, codes.indices, strict=True):
            pairs = zip(torch.split(values, step), torch.split(indices, step), strict=True)
            found.append(torch.cat([_laid(filters, placing, *pair) for pair in pairs]))
        y = torch.stack(found)
        return y + p["center"][:, None] if "center" in p else y

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        """As of any decoder. All at once are filters x places x pixels numbers: ask for those that are needed."""
        placing, filters = known(self.placing), filters_of(p, known(self.placing))[member]
        if chosen is None:
            chosen = torch.arange(placing.features, device=filters.device)
        one = chosen.reshape(-1, 1)
        return _laid(filters, placing, torch.ones_like(one, dtype=filters.dtype), one).view(*chosen.shape, -1)


def _laid(filters: Tensor, placing: Placing, values: Tensor, indices: Tensor) -> Tensor:
    """The sum (B, D) of the features ``indices`` (B, k) of one member, each times its value."""
    pictures = values[..., None] * embedding(placing.position(indices).filter, filters)
    _, height, width = placing.canvas
    empty = filters.new_zeros(len(values), placing.shape[0] * height * width)
    return placing.cut(empty.scatter_add(1, placing.covered(indices).flatten(1), pictures.flatten(1)))


TRANSPOSED = Transposed()
