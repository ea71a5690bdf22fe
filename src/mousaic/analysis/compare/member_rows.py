"""The rows of a sparse autoencoder: its members each on their own, and their averaged reconstruction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch

from mousaic.analysis.compare.bit_budgets import BITS
from mousaic.analysis.compare.fitted import Description, Fitted, WithValues
from mousaic.analysis.compare.sized_codes import SizedCodes
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.config import Config
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import dead_fraction
from mousaic.model.member_parts import LINEAR_DECODER, PURSUIT, STANDARD
from mousaic.said import Said, told
from mousaic.training.fit import training_data

NAMED = frozenset({STANDARD.sparsity, PURSUIT})
"""Sparsities of which the codes ``topk`` are one product and one selection; what others do they name themselves."""


def member_rows(
    part: Part, row: str, title: Said, ensemble: Ensemble, config: Config, codes: str = "topk", start: str = ""
) -> list[Fitted]:
    """One row for the mean over the members, and with several one for their averaged reconstruction.

    Args:
        config: of the training, whose device it is measured on.
        codes: see :func:`mousaic.model.code_kinds.coder`.
        start: the row of the same features before the first step, with the same codes.
    """
    ensemble, dead = _measured(part, ensemble, config)
    return _rows(row, title, ensemble, dead, codes, start)


def rows_of_both_codes(
    part: Part, row: str, title: Said, ensemble: Ensemble, config: Config, start: str = ""
) -> list[Fitted]:
    """The rows of one ensemble: with codes of one pass, and with those of orthogonal matching pursuit.

    The latter only where reconstructions are sums of the features' pictures, as the pursuit takes them for.

    Args:
        config, start: of :func:`member_rows`; ``start`` of the codes of one pass.
    """
    ensemble, dead = _measured(part, ensemble, config)
    rows = _rows(row, title, ensemble, dead, "topk", start)
    if LINEAR_DECODER in ensemble.capabilities:
        rows += _rows(f"{row}-omp", title, ensemble, dead, "omp", start and f"{start}-omp")
    return rows


def _measured(part: Part, ensemble: Ensemble, config: Config) -> tuple[Ensemble, float]:
    """The ensemble where the training was, and the share of its features that fire on no training original."""
    data = training_data(part.images, config)
    ensemble = ensemble.to(data.device)
    return ensemble, dead_fraction(ensemble, data.flat_originals)


def _rows(row: str, title: Said, ensemble: Ensemble, dead: float, codes: str, start: str) -> list[Fitted]:
    k, members, features = ensemble.k, ensemble.members, ensemble.features
    if codes == "omp":
        title = told("method_omp", title=title)
    elif ensemble.parts.sparsity in NAMED:
        title = told("method_one_pass", title=title)
    alone = Description(
        row, title if members == 1 else told("method_one_member", title=title), k, k, dead=dead,
        note=told("note_each_alone", members=members) if members > 1 else None,
        choices=features, most=features, start=start,
    )  # fmt: skip
    together = Description(
        f"{row}-average", told("method_averaged", title=title, members=members), members * k, members * k, wide=True,
        dead=dead, note=told("note_averaged", members=members, k=k, numbers=members * k),
        choices=features, most=features, codes=members, start=start and f"{start}-average",
    )  # fmt: skip
    rows = [alone, together][: 1 + (members > 1)]
    of_members, with_values = _ways(ensemble, codes, [about.values_within(bits) for about in rows for bits in BITS])

    def averaged(x: Singles) -> Singles:
        made: Singles = of_members(x).mean(0, keepdims=True)
        return made

    def averaged_with(x: Singles, counts: Sequence[int]) -> list[Singles]:
        return [made.mean(0, keepdims=True) for made in with_values(x, counts)]

    ways = [(of_members, with_values), (averaged, averaged_with)]
    return [Fitted(about, *way) for about, way in zip(rows, ways, strict=False)]


def _ways(ensemble: Ensemble, codes: str, wanted: Sequence[int]) -> tuple[Callable[[Singles], Singles], WithValues]:
    """What the members make of images with codes of k values, and of any number of them."""
    encode, sized = coder(ensemble, codes), SizedCodes(ensemble, codes, wanted)

    @torch.no_grad()
    def of_members(x: Singles) -> Singles:
        made: Singles = ensemble.decode(encode(torch.from_numpy(x).to(ensemble.device))).cpu().numpy()
        return made

    @torch.no_grad()
    def with_values(x: Singles, counts: Sequence[int]) -> list[Singles]:
        found = sized(torch.from_numpy(x).to(ensemble.device), counts)
        return [ensemble.decode(one).cpu().numpy() for one in found]

    return of_members, with_values
