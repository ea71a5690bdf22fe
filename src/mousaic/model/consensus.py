"""Several members made one: their features side by side, or those they agree on."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_ENCODER, ROWS, TIED
from mousaic.model.placing import Placing

ALIKE = 0.5
"""|cosine| from which two members' features count as the same: where a feature counts as found again, too
(:data:`mousaic.analysis.stability.agreement.FLOOR`), and the best of those tried (docs/experiments.md)."""
NEEDED = frozenset({ROWS, LINEAR_ENCODER, TIED})
"""What members must be for their rows to be all that is merged, whichever of them their sparsity chooses."""
MERGED = frozenset({"weight", "bias", "center", "foretell"})
"""The parameters that can be merged, or, as what foretells the codes of matching pursuit, begun anew."""


class Consensus(NamedTuple):
    """What members agree on."""

    ensemble: Ensemble
    """One member; its features in the order of their support, the best supported first."""
    support: Tensor
    """int64 (H,): how many members have this feature, 1 to M."""
    sources: Tensor
    """int64 (M, H): which feature of each member went into it; -1 where the member has none like it."""


def stacked(ensembles: Sequence[Ensemble], k: int) -> Ensemble:
    """All members of several ensembles as one ensemble.

    Raises:
        MousaicError: their parts differ.
    """
    first = ensembles[0]
    if any(one.parts != first.parts for one in ensembles):
        raise MousaicError("The models are made of different parts, so their members cannot stand in one ensemble.")
    parameters = {name: torch.cat([one.values[name] for one in ensembles]) for name in first.values}
    return Ensemble(parameters, k, first.parts).requires_grad_(False)


@torch.no_grad()
def joined(ensemble: Ensemble) -> Ensemble:
    """All members' features in one member of M x H features with the same k; its center is the mean of theirs."""
    weight, bias = ensemble.weight.flatten(0, 1)[None].clone(), ensemble.bias.flatten()[None].clone()
    return _of(ensemble, weight, bias)


@torch.no_grad()
def consensus(ensemble: Ensemble, threshold: float = ALIKE, features: int | None = None) -> Consensus:
    """Features matched one to one across members, and each set of matched ones merged into their mean.

    Members join one after another. A member's features are matched to what has been gathered so far, so that the
    |cosine| beyond ``threshold`` sums to the most; a matched feature joins, any other is gathered as a new one.
    Filters that may lie anywhere are matched, and merged, with the centre of their energy in one place.
    A merged feature is the mean direction of its sources, signs made equal, with their mean length and bias. Of all
    that is gathered the best supported are kept; of equals those of the earlier member and place.

    Args:
        threshold: |cosine| from which two features are one, 0 to 1.
        features: how many are kept at most (default: H, and there are never fewer than H).

    Raises:
        MousaicError: members that are more than their rows, a threshold outside 0 to 1, fewer features than k, or
            more than the members have together.
    """
    if ensemble.parts.placing is not None:
        return _consensus_of_filters(ensemble, ensemble.parts.placing, threshold, features)
    if not (ensemble.capabilities >= NEEDED and ensemble.values.keys() <= MERGED):
        raise MousaicError(
            "A consensus merges rows of weights: it is made of members with a linear encoder and a tied decoder alone, "
            f"or of filters, not of {', '.join(ensemble.parts.names)}: train the runs with other parts."
        )
    members, size, _ = ensemble.weight.shape
    kept = size if features is None else features
    if not 0 <= threshold <= 1:
        raise MousaicError(f"The threshold of a consensus is a |cosine|, from 0 to 1, not {threshold:g}.")
    if not ensemble.k <= kept <= members * size:
        raise MousaicError(
            f"A consensus of {kept} features cannot be made: it needs at least k = {ensemble.k}, and {members} members "
            f"of {size} have {members * size} together."
        )
    sources = _gather(ensemble.weight, threshold)
    support = (sources >= 0).sum(0)
    order = torch.argsort(support, descending=True, stable=True)[:kept]
    sources, support = sources[:, order], support[order]
    weight, bias = _merge(ensemble, sources)
    return Consensus(_of(ensemble, weight[None], bias[None]), support, sources)


def _consensus_of_filters(ensemble: Ensemble, placing: Placing, threshold: float, features: int | None) -> Consensus:
    """The same of filters: of their pictures, which are merged as rows are. All get the side of the largest."""
    pictures, bias = ensemble.gallery(centred=True), ensemble.values["filter_bias"].data
    found = consensus(Ensemble.tied(pictures, bias, ensemble.center, 1), threshold, features)
    filters, merged = placing.unframed(found.ensemble.weight.data[0])[None].clone(), found.ensemble.bias.data
    lain = dataclasses.replace(placing, filters=filters.shape[1], sizes=(placing.side,))
    made = Ensemble.of_rows(filters, ensemble.k, _mean_center(ensemble), ensemble.parts._replace(placing=lain))
    made.values["filter_bias"].data.copy_(merged)
    return found._replace(ensemble=made.requires_grad_(False))


def _of(ensemble: Ensemble, weight: Tensor, bias: Tensor) -> Ensemble:
    """These features (1, G, D) and biases (1, G) as a model with the members' own parts."""
    made = Ensemble.of_rows(weight, ensemble.k, _mean_center(ensemble), ensemble.parts)
    made.bias.data = bias
    return made.requires_grad_(False)


def _gather(weight: Tensor, threshold: float) -> Tensor:
    """Which features of each member are one: int64 (M, G), one column a gathered feature, -1 where there is none."""
    members, size, _ = weight.shape
    unit = torch.nn.functional.normalize(weight, dim=2, eps=1e-12)
    sources = torch.full((members, members * size), -1, device=weight.device)
    sums = torch.zeros_like(unit).flatten(0, 1)
    gathered = 0
    for member in range(members):
        cosine = unit[member] @ torch.nn.functional.normalize(sums[:gathered], dim=1, eps=1e-12).T
        rows, columns = _match(cosine.abs(), threshold)
        sums[columns] += unit[member, rows] * cosine[rows, columns].sign()[:, None]
        sources[member, columns] = rows
        alone = torch.ones(size, dtype=torch.bool, device=weight.device)
        alone[rows] = False
        rows = alone.nonzero()[:, 0]
        columns = torch.arange(gathered, gathered + len(rows), device=weight.device)
        sums[columns], sources[member, columns] = unit[member, rows], rows
        gathered += len(rows)
    return sources[:, :gathered]


def _match(cosine: Tensor, threshold: float) -> tuple[Tensor, Tensor]:
    """Rows and columns of the one-to-one pairs of at least ``threshold`` whose excess over it sums to the most."""
    from scipy.optimize import linear_sum_assignment

    # A small bonus a pair: those exactly at the threshold count as well.
    excess = np.maximum(cosine.double().cpu().numpy() - threshold + 1e-6, 0)
    rows, columns = linear_sum_assignment(excess, maximize=True)
    paired = excess[rows, columns] > 0
    return torch.from_numpy(rows[paired]).to(cosine.device), torch.from_numpy(columns[paired]).to(cosine.device)


def _merge(ensemble: Ensemble, sources: Tensor) -> tuple[Tensor, Tensor]:
    """The merged features (G, D) and their biases (G,)."""
    count = (sources >= 0).sum(0)
    total = ensemble.weight.new_zeros(sources.shape[1], ensemble.pixels)
    length, bias = (ensemble.weight.new_zeros(sources.shape[1]) for _ in "lb")
    for member, own in enumerate(sources):
        columns = (own >= 0).nonzero()[:, 0]
        rows = ensemble.weight[member, own[columns]]
        lengths = rows.norm(dim=1)
        unit = rows / lengths.clamp_min(1e-12)[:, None]
        # The first source of a column finds a sum of 0, and keeps its sign.
        sign = torch.where((unit * total[columns]).sum(1) < 0, -1.0, 1.0).to(unit)
        total[columns] += unit * sign[:, None]
        length[columns] += lengths
        bias[columns] += ensemble.bias[member, own[columns]]
    weight = torch.nn.functional.normalize(total, dim=1, eps=1e-12) * (length / count)[:, None]
    return weight, bias / count


def _mean_center(ensemble: Ensemble) -> Tensor | None:
    return None if ensemble.center is None else ensemble.center.mean(0, keepdim=True).clone()
