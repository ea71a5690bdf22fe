"""Codes of one pass that foretell matching pursuit's, against ridge regression by numpy."""

from __future__ import annotations

import numpy as np
import torch

from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import load_images
from mousaic.model.code_kinds import coder
from mousaic.seeds import generator
from mousaic.training.fit import train_members, training_data
from mousaic.training.steps.foretelling import RIDGE, learn_to_foretell, patched

OPTIONS = {"size": 16, "features": 40, "k": 5, "epochs": 4, "members": 2}


def test_the_map_is_ridge_regression_of_the_codes_on_the_products(small_set):
    images = load_images(small_set, ImageOptions(size=16))
    config = config_for(**OPTIONS)
    ensemble, data = train_members(images, config), training_data(images, config)
    x = torch.cat([data.images(epoch) for epoch in range(4)])
    mixed = [patched(data.images(epoch).view(-1, 1, 16, 16), generator(0, "foretelling", epoch)) for epoch in range(4)]
    x = torch.cat([x, *(images.flatten(1) for images in mixed)])
    for member in range(2):
        rows = ensemble.weight[member].double().numpy()
        a = (x - ensemble.center[member]).double().numpy() @ rows.T
        z = ensemble.encode(x).dense(40)[member].double().numpy()
        ridge = RIDGE * np.mean(np.diag(a.T @ a))
        augmented = np.vstack([a, np.sqrt(ridge) * np.eye(40)])
        expected, *_ = np.linalg.lstsq(augmented, np.vstack([z, np.zeros((40, 40))]), rcond=None)
        np.testing.assert_allclose(ensemble.foretell[member], expected, atol=2e-2 * np.abs(expected).max())


def test_one_pass_comes_near_the_pursuit_and_nearer_than_without(small_set):
    images = load_images(small_set, ImageOptions(size=16))
    config = config_for(**OPTIONS)
    ensemble = train_members(images, config)
    x = training_data(images, config).images(7)  # copies that no epoch had

    def error(codes: str) -> float:
        return float((ensemble.decode(coder(ensemble, codes)(x)) - x).square().mean())

    learned, pursuit = error("topk"), error("omp")
    ensemble.foretell.data = torch.eye(40).repeat(2, 1, 1)
    assert pursuit < learned < 0.7 * error("topk")


def test_images_that_equal_their_mean_are_foretold_as_nothing(small_set):
    images = load_images(small_set, ImageOptions(size=16))
    config = config_for(**OPTIONS, augment="none")
    ensemble, data = train_members(images, config), training_data(images, config)
    data.originals[:] = ensemble.center[0].view(1, 1, 16, 16)
    data._fixed = None
    learn_to_foretell(ensemble, data, 1)
    assert bool(torch.isfinite(ensemble.foretell).all())
    assert float(coder(ensemble, "topk")(data.images(0)).values.abs().max()) < 1e-3


def test_a_patched_image_has_a_rectangle_of_another_and_nothing_else():
    x = torch.arange(6.0)[:, None, None, None].expand(6, 2, 9, 7)
    mixed = patched(x, generator(1, "test"))
    changed = mixed != x
    assert 0 < float(changed.float().mean()) < 1
    for own, pixels in zip(changed, mixed, strict=True):
        inside = own[0]
        assert torch.equal(own[0], own[1])
        rows, columns = inside.any(1), inside.any(0)
        assert torch.equal(inside, rows[:, None] & columns[None])
        assert len(pixels[own].unique()) <= 1
        for side in (rows, columns):
            assert int((side[1:] != side[:-1]).sum()) <= 2
