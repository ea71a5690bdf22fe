"""The logistic decoder: y = s(4 z W + s^-1(c)), with the encoder's rows W and s(u) = 1 / (1 + exp(-u)).

Pixels are between 0 and 1, and so is whatever this shows (the usual output of autoencoders of such images: Vincent et
al. 2010, "Stacked Denoising Autoencoders"). Where nothing is active it shows c, which starts as the mean image. The
logistic curve rises by 1/4 at grey and by less elsewhere: with the factor of 4 a feature begins as large as that of a
tied linear decoder where the mean image is grey, and fainter where it is dark or bright.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.member_parts import RENEWABLE, ROWS, WINDOWED, Decoder, Parameters
from mousaic.model.unit_responses import member_responses

STEEPEST = 4.0
EDGE = 1e-3
"""What the centre is at least, and 1 less it at most, as 0 and 1 themselves are out of the curve's reach."""


class Sigmoid(Decoder):
    """No parameters of its own: it uses the encoder's ``weight`` (M, H, D) and the centre, grey where there is none."""

    capabilities = frozenset({WINDOWED, RENEWABLE})
    needs = frozenset({ROWS})

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        center = p.get("center")
        before = None if center is None else torch.logit(center.clamp(EDGE, 1 - EDGE))
        return summed_rows(STEEPEST * p["weight"], codes, before).sigmoid()

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        return member_responses(self.decode, p, member, p["weight"].shape[1], chosen)


SIGMOID = Sigmoid()
