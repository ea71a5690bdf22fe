"""The benchmark of filters, whole, on a dozen tiny images."""

from __future__ import annotations

import numpy as np
import torch

from benchmarks.filters import COLUMNS, judge, trial_config
from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images
from mousaic.model.code_kinds import coder
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import untrained_members


def test_every_column_is_there_and_trials_are_options(small_set):
    images = load_images(small_set, ImageOptions(size=12))
    config = trial_config("filters=6 filter_sizes=3,5 k=5 epochs=2 copies=1 learning_rate=0.002", images, 0, 1)
    assert config.filter_sides == (3, 5) and config.training.learning_rate == 0.002 and config.images.size == 12
    found = judge(images, config)
    assert set(found) == set(COLUMNS) and all(np.isfinite(value) for value in found.values())
    assert found["start omp"] >= found["start least-squares"] >= found["start topk"] - 0.01
    start = untrained_members(images, config)
    x = torch.from_numpy(images.pixels).flatten(1)
    r = pearson(start.decode(coder(start, "omp")(x))[0].numpy(), x.numpy())
    assert 0 < float(np.mean(r)) <= 1
