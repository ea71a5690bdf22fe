"""The sparse autoencoders of Mousaic as compared methods: presets, their untrained start, a foreign run."""

from __future__ import annotations

import numpy as np
import torch

from mousaic.analysis.methods import Fitted, Part, Pixels
from mousaic.analysis.methods_dictionary import omp, unit_rows
from mousaic.analysis.train_members import train_members, training_data, untrained_members
from mousaic.analysis.usage import firing_rates
from mousaic.config import Config
from mousaic.model.ensemble import Ensemble


def fit_report(part: Part) -> list[Fitted]:
    """The preset ``report``: the experiment this tool began as."""
    return _rows(part, "report", "preset report", train_members(part.images, part.report), part.report)


def fit_default(part: Part) -> list[Fitted]:
    """The preset ``default``."""
    ensemble = train_members(part.images, part.config)
    return [*_rows(part, "default", "preset default", ensemble, part.config), _pursued(part, ensemble)]


def fit_untrained(part: Part) -> list[Fitted]:
    """The preset ``default`` before its first step: what the training mean and random features give."""
    ensemble = untrained_members(part.images, part.config)
    return _rows(part, "untrained", "untrained SAE", ensemble, part.config, ours=False)


def fit_pretrained(part: Part) -> list[Fitted]:
    """A run trained on other images, as it is: nothing is learned from the training part."""
    assert part.pretrained is not None
    ensemble = part.pretrained.ensemble
    return _rows(part, "pretrained", "SAE trained on other images", ensemble, part.config)


def _pursued(part: Part, ensemble: Ensemble) -> Fitted:
    """The same features, coded by orthogonal matching pursuit: what the codes, and not the features, cost."""
    k = ensemble.k
    centers = torch.zeros(ensemble.members, ensemble.pixels) if ensemble.center is None else ensemble.center.cpu()
    members = [(unit_rows(w), c) for w, c in zip(ensemble.weight.cpu().numpy(), centers.numpy(), strict=True)]

    def reconstruct(x: Pixels) -> Pixels:
        return np.stack([center + omp(x - center, atoms, k) for atoms, center in members])

    note = "mean over the members; another code for the same features, as the model's own is one top-k"
    return Fitted("default-omp", "features of preset default (OMP codes)", reconstruct, k, k, note=note)


def _rows(part: Part, row: str, title: str, ensemble: Ensemble, config: Config, ours: bool = True) -> list[Fitted]:
    """One row for the mean over the members, and with several one for their averaged reconstruction."""
    data = training_data(part.images, config)
    last = max(config.training.epochs - 1, 0)
    ensemble = ensemble.to(data.device)
    dead = float(firing_rates(ensemble, data.images(last)).eq(0).float().mean())
    k, members = ensemble.k, ensemble.members

    @torch.no_grad()
    def of_members(x: Pixels) -> Pixels:
        made: Pixels = ensemble(torch.from_numpy(x).to(data.device))[1].cpu().numpy()
        return made

    def averaged(x: Pixels) -> Pixels:
        made: Pixels = of_members(x).mean(0, keepdims=True)
        return made

    if members == 1:
        return [Fitted(row, title, of_members, k, k, False, ours, dead)]
    note = f"mean over the {members} members, each on its own"
    many = f"{members} codes of {k}: {members * k} numbers for an image"
    return [
        Fitted(row, f"{title} (one member)", of_members, k, k, False, ours, dead, note=note),
        Fitted(
            f"{row}-average", f"{title} ({members} members averaged)", averaged, members * k, members * k,
            True, ours, dead, note=many,
        ),
    ]  # fmt: skip
