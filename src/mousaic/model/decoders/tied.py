"""The tied decoder: y = z W + c, with the rows W of the linear encoder."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import embedding_bag

from mousaic.model.codes import Codes
from mousaic.model.member_parts import LINEAR_DECODER, RENEWABLE, ROWS, TIED, WINDOWED, Decoder, Parameters


class TiedRows(Decoder):
    """No parameters of its own: it uses the encoder's ``weight`` (M, H, D)."""

    capabilities = frozenset({LINEAR_DECODER, TIED, WINDOWED, RENEWABLE})
    needs = frozenset({ROWS})

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        return summed_rows(p["weight"], codes, p.get("center"))

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        rows = p["weight"][member]
        return rows if chosen is None else rows[chosen]


def summed_rows(rows: Tensor, codes: Codes, center: Tensor | None) -> Tensor:
    """The active rows of (M, H, D), each times its value, plus the centre (M, D): (M, B, D). Only those are read."""
    members, batch, _ = codes.values.shape
    first = len(rows[0]) * torch.arange(members, device=rows.device)
    places = (codes.indices + first[:, None, None]).flatten(0, 1)
    y = embedding_bag(places, rows.flatten(0, 1), per_sample_weights=codes.values.flatten(0, 1), mode="sum")
    y = y.view(members, batch, rows.shape[2])
    return y if center is None else y + center[:, None]


TIED_ROWS = TiedRows()
