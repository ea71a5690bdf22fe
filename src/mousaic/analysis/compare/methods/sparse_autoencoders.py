"""The sparse autoencoders of Mousaic as compared methods: presets, local features, their starts, a foreign run."""

from __future__ import annotations

import dataclasses

import torch

from mousaic.analysis.compare.method import Fitted, Part, Pixels
from mousaic.config import Config
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import firing_rates
from mousaic.model.pursuit import encoder
from mousaic.training.fit import train_members, training_data, untrained_members


def fit_report(part: Part) -> list[Fitted]:
    """The preset ``report``: the experiment this tool began as."""
    return sae_rows(part, "report", "preset report", train_members(part.images, part.report), part.report)


def fit_default(part: Part) -> list[Fitted]:
    """The preset ``default``, with its own codes of one pass and with better ones."""
    return _both_codes(part, "default", "preset default", part.config)


def fit_local(part: Part) -> list[Fitted]:
    """The preset ``default`` with each feature confined to a square."""
    side = part.local.model.local
    return _both_codes(part, "local", f"local {side} x {side} features", part.local)


def fit_start(part: Part) -> list[Fitted]:
    """The preset ``default`` before its first step: what windows of the training images give by themselves."""
    ensemble = untrained_members(part.images, part.config)
    return sae_rows(part, "start", "start of preset default", ensemble, part.config, ours=False)


def fit_untrained(part: Part) -> list[Fitted]:
    """An SAE of orthogonal noise: what the training mean and random features give."""
    config = dataclasses.replace(part.config, model=dataclasses.replace(part.config.model, init="orthogonal"))
    return sae_rows(part, "untrained", "untrained SAE", untrained_members(part.images, config), config, ours=False)


def fit_pretrained(part: Part) -> list[Fitted]:
    """A run trained on other images, as it is: nothing is learned from the training part."""
    assert part.pretrained is not None
    ensemble = part.pretrained.ensemble
    return sae_rows(part, "pretrained", "SAE trained on other images", ensemble, part.config)


def _both_codes(part: Part, row: str, title: str, config: Config) -> list[Fitted]:
    """The rows of one trained ensemble: with codes of one pass, and with those of orthogonal matching pursuit."""
    ensemble = train_members(part.images, config)
    return [
        *sae_rows(part, row, title, ensemble, config),
        *sae_rows(part, f"{row}-omp", f"{title}, OMP", ensemble, config, codes="omp"),
    ]


def sae_rows(
    part: Part, row: str, title: str, ensemble: Ensemble, config: Config, ours: bool = True, codes: str = "topk"
) -> list[Fitted]:
    """One row for the mean over the members, and with several one for their averaged reconstruction."""
    data = training_data(part.images, config)
    last = max(config.training.epochs - 1, 0)
    ensemble = ensemble.to(data.device)
    dead = float(firing_rates(ensemble, data.images(last)).eq(0).float().mean())
    k, members = ensemble.k, ensemble.members

    encode = encoder(ensemble, codes)

    @torch.no_grad()
    def of_members(x: Pixels) -> Pixels:
        made: Pixels = ensemble.decode(encode(torch.from_numpy(x).to(data.device))).cpu().numpy()
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
