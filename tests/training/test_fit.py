"""Training in memory, on whatever layout."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import begin, complete, train_members

PLAIN = {"augment": "none", "init": "orthogonal", "members": 2, "features": 40, "k": 3, "epochs": 30, "threads": 1}


def sums_of_parts(count=60, size=24, seed=0):
    """Vectors that are sums of three of ten parts."""
    rng = np.random.default_rng(seed)
    parts = rng.normal(size=(10, size))
    codes = np.zeros((count, 10))
    for row in codes:
        row[rng.choice(10, 3, replace=False)] = rng.uniform(1, 2, 3)
    return (codes @ parts).astype(np.float32)


@pytest.mark.parametrize("shape", [(24,), (4, 6)])
def test_flat_vectors_and_oblong_grids_train(shape):
    rows = sums_of_parts()
    if len(shape) > 1:
        rows = (rows - rows.min()) / np.ptp(rows)
    images = ImageSet.from_arrays(rows.reshape(-1, *shape))
    config = config_for(**PLAIN, learning_rate=5e-3)
    ensemble = train_members(images, config)
    assert ensemble.weight.shape == (2, 40, 24)
    flat = images.pixels.reshape(len(images), -1)
    made = ensemble(torch.from_numpy(flat))[1].numpy()
    assert pearson(made[0], flat).mean() > 0.9
    again = train_members(images, config)
    assert again.weight.equal(ensemble.weight)


def test_what_trains_in_memory_judges_no_epoch_by_the_originals():
    images, config, told = ImageSet.from_arrays(sums_of_parts()), config_for(**PLAIN | {"epochs": 3}), []
    ensemble = train_members(images, config, after_epoch=lambda state: told.append(state.sums.figures()))
    judged = complete(begin(images, config), images, config).state
    assert judged.ensemble.weight.equal(ensemble.weight)
    batches_alone = [figures["dead_fraction"] for figures in told]
    assert batches_alone != [row["dead_fraction"] for row in judged.history]
    unjudged = complete(begin(images, config), images, config, judged=False).state
    assert batches_alone == [row["dead_fraction"] for row in unjudged.history]


def test_what_flat_vectors_cannot_do_is_said():
    images = ImageSet.from_arrays(sums_of_parts())
    with pytest.raises(MousaicError, match="Augmentation needs images with rows and columns"):
        train_members(images, config_for())


@pytest.mark.parametrize("sparsity", ["batch-top-k", "jump-relu"])
def test_thresholds_start_so_that_k_features_are_active(sparsity):
    images = ImageSet.from_arrays(sums_of_parts())
    for k in (3, 9):
        training = begin(images, config_for(**PLAIN | {"sparsity": sparsity, "k": k}))
        counts = training.state.ensemble.encode(training.data.images(0)).values.ne(0).sum((1, 2))
        assert (counts - k * len(images)).abs().max() <= 1
