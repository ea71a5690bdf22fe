"""The rows of a sparse autoencoder: its members each on their own, and their averaged reconstruction."""

from __future__ import annotations

import torch

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.config import Config
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import firing_rates
from mousaic.model.parts import LINEAR_DECODER
from mousaic.said import Said, told
from mousaic.training.fit import training_data


def member_rows(
    part: Part, row: str, title: Said, ensemble: Ensemble, config: Config, codes: str = "topk"
) -> list[Fitted]:
    """One row for the mean over the members, and with several one for their averaged reconstruction.

    Args:
        config: of the training whose last epoch says which features fire.
        codes: see :func:`mousaic.model.code_kinds.coder`.
    """
    data = training_data(part.images, config)
    last = max(config.training.epochs - 1, 0)
    ensemble = ensemble.to(data.device)
    dead = float(firing_rates(ensemble, data.images(last)).eq(0).float().mean())
    k, members = ensemble.k, ensemble.members

    encode = coder(ensemble, codes)

    @torch.no_grad()
    def of_members(x: Singles) -> Singles:
        made: Singles = ensemble.decode(encode(torch.from_numpy(x).to(data.device))).cpu().numpy()
        return made

    def averaged(x: Singles) -> Singles:
        made: Singles = of_members(x).mean(0, keepdims=True)
        return made

    if members == 1:
        return [Fitted(Description(row, title, k, k, dead=dead), of_members)]
    alone = Description(
        row, told("method_one_member", title=title), k, k, dead=dead, note=told("note_each_alone", members=members)
    )
    together = Description(
        f"{row}-average", told("method_averaged", title=title, members=members), members * k, members * k, wide=True,
        dead=dead, note=told("note_averaged", members=members, k=k, numbers=members * k),
    )  # fmt: skip
    return [Fitted(alone, of_members), Fitted(together, averaged)]


def rows_of_both_codes(part: Part, row: str, title: Said, config: Config) -> list[Fitted]:
    """The rows of one trained ensemble: with codes of one pass, and with those of orthogonal matching pursuit.

    The latter only where reconstructions are sums of the features' pictures, as the pursuit takes them for.
    """
    ensemble = part.trainings.members(config)
    rows = member_rows(part, row, title, ensemble, config)
    if LINEAR_DECODER in ensemble.capabilities:
        rows += member_rows(part, f"{row}-omp", told("method_omp", title=title), ensemble, config, codes="omp")
    return rows
