"""Members of other parts as compared methods: what they are, what they store, and their starts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from mousaic.analysis.compare.methods.family_members import UNTIED, with_parts
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.config import config_for
from mousaic.model.member_parts import Parts
from mousaic.training.fit import train_members, untrained_members
from mousaic.words.put import put

KINDS = [name for name in METHODS if METHODS[name].title == "method_family"]
THRESHOLD = ("batch-top-k", "jump-relu")


@pytest.mark.parametrize("name", KINDS)
def test_each_has_the_k_and_the_features_of_the_comparison_and_a_start(part, x, fit, name):
    rows, starts = ({one.about.row: one.about for one in fit(kind, part)} for kind in (name, f"start-{name}"))
    at_k = f"{name}-at-k" if name in THRESHOLD else name
    for row, start in (
        (rows[at_k], starts[f"start-{at_k}"]),
        (rows[f"{at_k}-average"], starts[f"start-{at_k}-average"]),
    ):
        assert row.start == start.row and start.start == ""
        assert row.values == part.k * row.codes and row.choices == row.most == part.config.model.features
    assert ("the k largest" in put(rows[at_k].title)) == (name in THRESHOLD)
    assert put(starts[f"start-{at_k}"].title).startswith("start of encoder ")


@pytest.mark.parametrize("name", KINDS)
def test_it_makes_of_images_what_the_trained_ensemble_does(part, x, fit, name):
    parts = METHODS.load(name).parts
    assert name in (*parts[:3], f"tied-{parts.encoder}")
    config = with_parts(part.config, parts)
    one = fit(name, part)[0]
    made = train_members(part.images, config)(torch.from_numpy(x))[1].numpy()
    started = untrained_members(part.images, config)(torch.from_numpy(x))[1].numpy()
    np.testing.assert_array_equal(one.reconstruct(x), made)
    np.testing.assert_array_equal(fit(f"start-{name}", part)[0].reconstruct(x), started)


@pytest.mark.parametrize("name", THRESHOLD)
def test_own_codes_store_as_many_values_as_the_threshold_lets_through(part, x, fit, name):
    own = fit(name, part)[0]
    ensemble = train_members(part.images, with_parts(part.config, METHODS.load(name).parts))
    active = ensemble.encode(torch.from_numpy(part.originals)).values.ne(0).sum(2).float().mean().item()
    assert own.about.values == own.about.positions == round(active) and own.with_values is None
    assert "reach the threshold" in put(own.about.note) and own.about.wide == (round(active) > part.k)


def test_what_follows_from_learning_by_gradients():
    usual = config_for("default")
    config = with_parts(usual, Parts(decoder="untied"))
    assert (config.model.learn, config.training.batch_size) == ("topk", 16) and config.sides == usual.sides
    assert with_parts(usual, Parts(encoder="deep-2")).sides == ()
    own = dataclasses.replace(usual.training, batch_size=7)
    assert with_parts(dataclasses.replace(usual, training=own), Parts()).training.batch_size == 7
    assert UNTIED.start().parts == UNTIED.parts and not UNTIED.start().trained
