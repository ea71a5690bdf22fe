"""Sparse autoencoders that were never trained, as compared methods: the nulls of every claim about learning."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows, rows_of_both_codes
from mousaic.analysis.compare.methods.local_features import can_be_local, local_title
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told
from mousaic.training.fit import untrained_members


def fit_start(part: Part) -> list[Fitted]:
    """The preset ``default`` before its first step: what windows of the training images give by themselves."""
    ensemble = untrained_members(part.images, part.config)
    return rows_of_both_codes(part, "start", told("method_start", preset="default"), ensemble, part.config)


def fit_start_local(part: Part) -> list[Fitted]:
    """Local features before their first step. Nothing where there can be none."""
    if not can_be_local(part):
        return []
    ensemble = untrained_members(part.images, part.local)
    title = told("method_start_of", title=local_title(part))
    return rows_of_both_codes(part, "start-local", title, ensemble, part.local)


def fit_untrained(part: Part) -> list[Fitted]:
    """An SAE of orthogonal noise: what the training mean and random features give."""
    config = dataclasses.replace(
        part.config, model=dataclasses.replace(part.config.model, init="orthogonal", model="whole", local=0)
    )
    ensemble = untrained_members(part.images, config)
    return member_rows(part, "untrained", told("method_untrained"), ensemble, config)
