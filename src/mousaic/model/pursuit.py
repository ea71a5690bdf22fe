"""Better codes from the same dictionary: least squares on the chosen features, and matching pursuit.

The model's own code is one product and one top-k, which is fast and what training uses. Features overlap, though, so
their pre-activations count shared parts twice. Given more time, the same k features can be weighed exactly (least
squares), or chosen one after another, each for what the others left (orthogonal matching pursuit, OMP: Pati et al.
1993).
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.fast.gram_pursuit import gram_of, pursue
from mousaic.model.fast.weighing import weighed
from mousaic.model.member_parts import LINEAR_DECODER, PLACES, need

NUMBERS = 2**25
"""Of chosen features' pictures that are held at a time: 128 MB."""


@torch.no_grad()
def least_squares(ensemble: Ensemble, x: Tensor) -> Codes:
    """The features top-k chooses, with the values that reconstruct ``x`` (B, D) best. Values may be negative."""
    need(ensemble, LINEAR_DECODER, "Least squares")
    codes = ensemble.encode(x)
    step = max(1, NUMBERS // (codes.values.shape[2] * x.shape[1]))
    values = []
    for m, (indices, seen) in enumerate(zip(codes.indices, ensemble.centered(x), strict=True)):
        pairs = zip(torch.split(indices, step), torch.split(seen, step), strict=True)
        values.append(torch.cat([_weigh(ensemble.atoms(m, some), images) for some, images in pairs]))
    return Codes(torch.stack(values), codes.indices)


@torch.no_grad()
def matching_pursuit(ensemble: Ensemble, x: Tensor) -> Codes:
    """k features one after another: the one most along what is left of ``x`` (B, D), then all are weighed anew.

    Features ascending. Where fewer than k suffice, as all others lie in their span, the rest has values of 0.
    """
    need(ensemble, LINEAR_DECODER, "Matching pursuit")
    if PLACES in ensemble.capabilities:
        return _filters_pursued(ensemble, x)
    found = []
    for m, seen in enumerate(ensemble.centered(x)):
        atoms = ensemble.atoms(m)
        found.append(pursue(gram_of(atoms), seen @ atoms.T, ensemble.k))
    return Codes.of_members(found).by_feature()


def _filters_pursued(ensemble: Ensemble, x: Tensor) -> Codes:
    """The same of filters at places, whose pictures all together would be too many to hold."""
    from mousaic.model.fast.placed_pursuit import pursue_filters

    placing = ensemble.parts.placing
    assert placing is not None
    pairs = zip(ensemble.values["filters"], ensemble.centered(x), strict=True)
    return Codes.of_members(pursue_filters(filters, placing, seen, ensemble.k) for filters, seen in pairs).by_feature()


def _weigh(chosen: Tensor, x: Tensor) -> Tensor:
    """The values (B, j) with which the features ``chosen`` (B, j, D) come closest to the images x (B, D)."""
    return weighed(torch.bmm(chosen, chosen.transpose(1, 2)), torch.bmm(chosen, x[:, :, None])[..., 0])
