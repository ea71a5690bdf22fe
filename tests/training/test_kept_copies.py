"""Copies that are needed again are kept while they are small, and are the same as drawn anew."""

from __future__ import annotations

import pytest
import torch

from mousaic.config import config_for
from mousaic.training import data as room
from mousaic.training.data import TrainingData


def data_of() -> TrainingData:
    originals = torch.rand(3, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    options = config_for("default").augmentation
    return TrainingData(originals, torch.zeros(0, 64), options, 0, torch.device("cpu"))


def test_kept_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data, again = data_of(), data_of()
    assert data.options.augment == "fresh"
    first = data.images(0)
    monkeypatch.setattr(room, "KEPT", 2 * first.numel())
    assert data.images(1) is data.images(1) and data.images(0) is first
    assert data.images(2) is not data.images(2)
    assert all(torch.equal(data.images(epoch), again.images(epoch)) for epoch in range(3))
    assert not torch.equal(data.images(0), data.images(1))
