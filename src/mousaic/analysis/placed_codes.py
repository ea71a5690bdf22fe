"""Codes of filters at places, filter by filter: what analysis counts as a feature is the filter, wherever it lies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence, active_entries
from mousaic.arrays import Floats, Ints, Singles
from mousaic.model.placing import Placing


def placing_of(evidence: Evidence) -> Placing:
    """Where the filters lie, of a model that has them."""
    placing = evidence.model.card.placing
    if placing is None or evidence.placed is None:
        raise ValueError("these features have one place each")
    return placing


@torch.no_grad()
def filter_error(evidence: Evidence) -> Floats:
    """What the squared error grows by when a filter is silenced at all places at once: (M, F), mean over all images and
    pixels."""
    placing, placed = placing_of(evidence), evidence.placed
    assert placed is not None
    images, members, k = placed.values.shape
    pixels, total = evidence.flat.shape[1], np.zeros((members, placing.filters))
    for m in range(members):
        own = evidence.model.ensemble.member(m)
        for part in evidence.blocks((k + placing.filters) * pixels):
            residual = torch.from_numpy(evidence.flat[part] - evidence.reconstruction[part, m])
            values, indices = (torch.from_numpy(a[part, m]) for a in (placed.values, placed.indices))
            laid = own.atoms(0, indices) * values[..., None]
            filters = (indices // placing.places)[..., None].expand_as(laid)
            added = laid.new_zeros(len(laid), placing.filters, pixels).scatter_add_(1, filters, laid)
            along = torch.bmm(added, residual[:, :, None])[..., 0].double()
            total[m] += (2 * along + added.double().square().sum(2)).sum(0).numpy()
    mean: Floats = total / (max(images, 1) * pixels)
    return mean


@torch.no_grad()
def strongest_responses(evidence: Evidence, member: int, filters: Ints) -> Floats:
    """The largest product of each image, less the centre, with each of these filters at any place: (N, F)."""
    placing, own = placing_of(evidence), evidence.model.ensemble.member(member)
    bias = own.values["filter_bias"][0][:, None]
    found = np.empty((len(evidence.images), len(filters)))
    for part in evidence.blocks(placing.features):
        a = own.preactivations(own.centered(torch.from_numpy(evidence.flat[part])))[0]
        along = a.view(len(a), placing.filters, placing.places) - bias
        found[part] = along.amax(2)[:, torch.from_numpy(filters)].numpy()
    return found


def usual_places(evidence: Evidence) -> tuple[Floats, Floats]:
    """Row and column, 0 to 1, at which each filter is active: (M, F) both, the median over all places of all images;
    0.5 where it never is."""
    placing, shape = placing_of(evidence), (evidence.members, evidence.features)
    row, column = np.full(shape, 0.5), np.full(shape, 0.5)
    for m in range(evidence.members):
        filters, down, across = fired_at(evidence, m)
        for f in np.unique(filters):
            own = filters == f
            row[m, f] = (np.median(down[own]) + 0.5) / placing.shape[1]
            column[m, f] = (np.median(across[own]) + 0.5) / placing.shape[2]
    return row, column


def fired_at(evidence: Evidence, member: int) -> tuple[Ints, Ints, Ints]:
    """Filter, row and column (in pixels) of every active entry of a member's codes: (E,) each."""
    placing, placed = placing_of(evidence), evidence.placed
    assert placed is not None
    found = placing.position(torch.from_numpy(active_entries(placed, member).feature))
    return found.filter.numpy(), (found.row * placing.stride).numpy(), (found.column * placing.stride).numpy()


def laid_pictures(evidence: Evidence, member: int, at_a_time: int) -> Iterator[tuple[Singles, Ints]]:
    """The pictures (n, D) of a member's atoms that are active anywhere, and in how many images each is."""
    assert evidence.placed is not None
    atoms, counts = np.unique(active_entries(evidence.placed, member).feature, return_counts=True)
    for start in range(0, len(atoms), at_a_time):
        part = slice(start, start + at_a_time)
        pictures: Singles = evidence.model.ensemble.atoms(member, torch.from_numpy(atoms[part])).numpy()
        yield pictures, counts[part]
