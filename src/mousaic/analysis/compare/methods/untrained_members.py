"""Sparse autoencoders that were never trained, as compared methods: the nulls of every claim about learning."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told
from mousaic.training.fit import untrained_members


def fit_start(part: Part) -> list[Fitted]:
    """The preset ``default`` before its first step: what windows of the training images give by themselves."""
    ensemble = untrained_members(part.images, part.config)
    return member_rows(part, "start", told("method_start", preset="default"), ensemble, part.config)


def fit_untrained(part: Part) -> list[Fitted]:
    """An SAE of orthogonal noise: what the training mean and random features give."""
    config = dataclasses.replace(
        part.config, model=dataclasses.replace(part.config.model, init="orthogonal", model="whole", local=0)
    )
    ensemble = untrained_members(part.images, config)
    return member_rows(part, "untrained", told("method_untrained"), ensemble, config)
