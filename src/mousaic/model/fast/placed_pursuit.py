"""Orthogonal matching pursuit with filters at places: of many images at once, by the filters' cross-correlations.

The same choices and values as :func:`mousaic.model.fast.gram_pursuit.pursue` makes with every filter at every place
written out, whose Gram matrix would have filters x places squared numbers.
"""

from __future__ import annotations

import math
from importlib.util import find_spec

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Singles
from mousaic.device import threads_to_share
from mousaic.errors import MousaicError
from mousaic.model.encoders.convolutional import convolved
from mousaic.model.fast.gram_pursuit import NONE_LEFT
from mousaic.model.fast.shared_threads import shared_out
from mousaic.model.placing import Placing

IMAGES = 4
"""Images that one thread takes at a time."""
NUMBERS = 2**24
"""Products that are held at a time: 64 MB."""
FEW = 4
"""With so few images threads are not worth starting."""


def pursue_filters(filters: Tensor, placing: Placing, seen: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Values and indices (B, k) of centred images ``seen`` (B, D), by filters (F, C P P). In the order of choice.

    Raises:
        MousaicError: the package numba is not there.
    """
    step = max(1, NUMBERS // placing.features)
    own = filters.detach()
    found = [pursue_products(own, placing, convolved(x, own, placing), k) for x in torch.split(seen.detach(), step)]
    return torch.cat([values for values, _ in found]), torch.cat([indices for _, indices in found])


def pursue_products(filters: Tensor, placing: Placing, products: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """The same from the products (B, H) of the images with all atoms, which are kept as they are."""
    if find_spec("numba") is None:
        raise MousaicError("Matching pursuit with filters needs the package numba: pip install numba.")
    from mousaic.model.fast.compiled_placed_pursuit import pursue_all

    own, given = filters.detach().float().cpu(), products.detach().float().cpu()
    last, inside = _channels_last(own, placing), inside_products(own, placing)
    ones = torch.ones(1, math.prod(placing.shape))
    lengths = _places_first(convolved(ones, own.square(), placing), placing)[0]
    values = np.zeros((len(given), k), np.float32)
    indices = np.zeros((len(given), k), np.int64)
    shape = placing.stride, placing.shape[1], placing.shape[2]

    def piece(begin: int) -> None:
        part = slice(begin, begin + IMAGES)
        along = _places_first(given[part], placing)
        rows = np.empty((k, *inside.shape[1:]), np.float32)
        pursue_all(last, along, lengths, inside, shape, k, NONE_LEFT, rows, values[part], indices[part])

    with shared_out(1 if len(given) <= FEW else threads_to_share()) as each:
        list(each(piece, range(0, len(given), IMAGES)))
    return torch.from_numpy(values).to(products), torch.from_numpy(indices).to(products.device)


def inside_products(filters: Tensor, placing: Placing) -> Singles:
    """Products of whole atoms with those around them, (F, 2n+1, 2n+1, F): cross-correlations of the filters."""
    from mousaic.model.fast.compiled_placed_pursuit import correlate

    last, reach = _channels_last(filters.detach().float().cpu(), placing), 2 * placing.margin // placing.stride
    found = np.empty((placing.filters, 2 * reach + 1, 2 * reach + 1, placing.filters), np.float32)
    far = 2 * placing.side  # in an image so large that no border is near
    for number, row in enumerate(found):
        correlate(last, number, far, far, placing.stride, 4 * far * placing.stride, 4 * far * placing.stride, row)
    return found


def _channels_last(filters: Tensor, placing: Placing) -> Singles:
    """Filters (F, C P P) as (C, P, P, F)."""
    shaped = filters.view(-1, placing.shape[0], placing.side, placing.side)
    found: Singles = shaped.permute(1, 2, 3, 0).contiguous().numpy()
    return found


def _places_first(products: Tensor, placing: Placing) -> Singles:
    """Products (B, H) as (B, rows, columns, F)."""
    shaped = products.view(-1, placing.filters, *placing.grid).permute(0, 2, 3, 1)
    found: Singles = shaped.clone(memory_format=torch.contiguous_format).numpy()
    return found
