"""The tied deep decoder: the layers of a deep encoder transposed, in reverse order.

    g_n = relu(z V / sqrt(J) + d_n)      and, of an encoder with two hidden layers, g_1 = relu(g_2 U_2 + d_1)
    y = z W + g_1 U_1 + c

Every matrix is the encoder's (:mod:`mousaic.model.encoders.deep`), and a hidden unit has the bias d that it has there:
the network is run backwards (tied weights: Vincent et al. 2010, "Stacked Denoising Autoencoders"). V starts at 0, so
that a training begins as that of the tied linear decoder. What features show together is no sum of what they show
alone, so their pictures are unit responses (:mod:`mousaic.model.unit_responses`).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.member_parts import HIDDEN_LAYERS, RENEWABLE, ROWS, Decoder, Parameters
from mousaic.model.unit_responses import member_responses


class TiedDeep(Decoder):
    """No parameters of its own: it uses all of the deep encoder's, and the centre."""

    capabilities = frozenset({RENEWABLE})
    needs = frozenset({ROWS, HIDDEN_LAYERS})

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        layer = sum(name.startswith("deep_bias_") for name in p)
        g = summed_rows(p["deep_out"], codes, None) / math.sqrt(p["deep_out"].shape[2])
        g = (g + p[f"deep_bias_{layer}"][:, None]).relu()
        while layer > 1:
            layer -= 1
            g = torch.baddbmm(p[f"deep_bias_{layer}"][:, None], g, p[f"deep_{layer + 1}"]).relu()
        return summed_rows(p["weight"], codes, p.get("center")) + torch.bmm(g, p["deep_1"])

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        return member_responses(self.decode, p, member, p["weight"].shape[1], chosen)


TIED_DEEP = TiedDeep()
