"""The start of a training holds the images of its first epoch once, or not at all where a file takes them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.images.mapped import room
from mousaic.training.fit import begin

SIZES = {"features": 32, "k": 4, "members": 1, "copies": 5}


def images(count: int, beside: Path | None = None) -> ImageSet:
    pixels = np.random.default_rng(0).random((count, 64, 64), np.float32)
    return dataclasses.replace(ImageSet.from_arrays(pixels), beside=beside)


def test_memory(peak_of: Any, few_at_a_time: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few_at_a_time(2**18)
    monkeypatch.setattr("mousaic.images.augmentation.BLOCK_PIXELS", 2**18)
    config = config_for("default", **SIZES)
    begin(images(10), config)  # what it imports and compiles
    some = images(400)
    each = some.pixels.nbytes / 2**20  # 6 MiB; with copies 38, which a second time would be 94 in all
    assert any(peak_of(lambda: begin(some, config)) < 8 * each + 30 for _ in range(2))
    monkeypatch.setattr(room, "__defaults__", (2**20,))
    weight = begin(some, config).state.ensemble.weight
    assert (begin(dataclasses.replace(some, beside=tmp_path), config).state.ensemble.weight == weight).all()
    assert not list(tmp_path.iterdir())
