"""Training in blocks: every image once an epoch, as drawn, in memory or in a file, and exactly on resume."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic import ImageSet
from mousaic.config import AugmentOptions, Config, TrainingOptions, config_for
from mousaic.images import mapped
from mousaic.images.augmentation import make_copies
from mousaic.seeds import generator
from mousaic.training import blocked_data
from mousaic.training.blocked_data import STRETCH, BlockedData
from mousaic.training.data import TrainingData
from mousaic.training.fit import begin, in_blocks, train_members, training_data

SIDE = 6


def made(count: int, augment: str = "none", seed: int = 0) -> BlockedData:
    originals = torch.arange(count * SIDE * SIDE, dtype=torch.float32).view(count, 1, SIDE, SIDE) / (count * 100)
    options = AugmentOptions(augment=augment, copies=2)  # type: ignore[arg-type]
    return BlockedData(originals, torch.empty(0, SIDE * SIDE), options, seed, torch.device("cpu"))


def epoch_of(data: TrainingData, epoch: int, size: int) -> list[torch.Tensor]:
    batch = data.batches(epoch, size)
    return [batch(number) for number in range(-(-data.images_per_epoch // size))]


def rows(x: torch.Tensor) -> list[bytes]:
    return sorted(row.tobytes() for row in x.numpy())


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 150), st.integers(1, 70), st.integers(1, 4), st.sampled_from(["none", "fixed", "fresh"]))
def test_every_image_once_an_epoch(count: int, size: int, stretches: int, augment: str) -> None:
    data = made(count, augment)
    data.stretches = stretches
    batches = epoch_of(data, 1, size)
    assert [len(x) for x in batches[:-1]] == [size] * (len(batches) - 1) and 0 < len(batches[-1]) <= size
    naive = [
        part
        if augment == "none"
        else make_copies(part, 2, data.options, generator(0, "augment", int(augment == "fresh"), stretch))
        for stretch, part in enumerate(torch.split(data.originals, STRETCH))
    ]
    assert rows(torch.cat(batches)) == rows(torch.cat(naive).flatten(1))
    again = made(count, augment)
    again.stretches = stretches
    middle = len(batches) // 2  # asked for out of order, as after an interruption
    assert torch.equal(again.batches(1, size)(middle), batches[middle])


def test_order_differs_between_epochs_and_mixes_far_images() -> None:
    data = made(3200)
    data.stretches = 20
    first, second = (torch.cat(epoch_of(data, epoch, 64)) for epoch in (0, 1))
    assert not torch.equal(first, second)
    # A batch of a set sorted by class must not be of one class: its images come from all over the set.
    spread = [float(x[:, 0].std() / data.originals[:, 0, 0, 0].std()) for x in epoch_of(data, 0, 64)]
    assert min(spread) > 0.5


def small_set(count: int = 90) -> ImageSet:
    rng = np.random.default_rng(0)
    return ImageSet.from_arrays(rng.random((count, 8, 8), dtype=np.float32), [i % 3 for i in range(count)])


def weights(members: torch.nn.Module) -> list[torch.Tensor]:
    return [value.clone() for value in members.state_dict().values()]


OPTIONS = {"epochs": 3, "features": 20, "k": 3, "members": 1, "batch_size": 16, "order": "blocks", "threads": 1}


@pytest.mark.parametrize("learn", ["omp", "topk"])
def test_files_and_memory_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learn: str) -> None:
    images, config = small_set(), config_for(learn=learn, augment="fresh", copies=2, validation=0.0, **OPTIONS)
    monkeypatch.setattr(blocked_data, "WINDOW", 40_000)
    plain = weights(train_members(images, config))
    monkeypatch.setattr(mapped.room, "__defaults__", (1000,))
    array = mapped.rows_of(images.pixels, np.arange(len(images)), tmp_path)
    assert isinstance(array, np.memmap)
    large = dataclasses.replace(images, pixels=array, beside=tmp_path)
    assert all(map(torch.equal, plain, weights(train_members(large, config))))
    whole = weights(train_members(images, dataclasses.replace(config, training=_whole(config))))
    assert not all(map(torch.equal, plain, whole))


def _whole(config: Config) -> TrainingOptions:
    return dataclasses.replace(config.training, order="whole")


def test_what_a_model_before_leaves_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images, config = small_set(), config_for(augment="none", validation=0.0, **OPTIONS)
    before = begin(images, config).state.ensemble
    mine = np.arange(len(images)) % 4 == 0
    plain = training_data(images, dataclasses.replace(config, training=_whole(config)), mine, before)
    monkeypatch.setattr(mapped.room, "__defaults__", (1000,))
    large = training_data(dataclasses.replace(images, beside=tmp_path), config, mine, before)
    assert isinstance(large, BlockedData) and type(plain) is TrainingData
    for one, other in ((large.flat_originals, plain.flat_originals), (large.validation, plain.validation)):
        torch.testing.assert_close(one, other)
    assert torch.cat(epoch_of(large, 0, 16)).shape == plain.images(0).shape


def test_size_decides_unless_something_else_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    images = small_set(30)
    assert not in_blocks(images, config_for())
    assert in_blocks(images, config_for(order="blocks"))
    plain, copied = config_for(augment="none"), config_for(augment="fresh", copies=5)
    monkeypatch.setattr("mousaic.training.fit.LARGE", 4 * 30 * 64 + 1)
    assert not in_blocks(images, plain) and in_blocks(images, copied)
    monkeypatch.setattr("mousaic.training.fit.LARGE", 4 * 30 * 64 - 1)
    assert in_blocks(images, plain) and not in_blocks(images, config_for(order="whole"))


def test_figures_of_very_many_are_of_some() -> None:
    data = made(5)
    assert len(data.some(torch.zeros(3, 1))) == 3 and len(data.some(torch.zeros(0, 1))) == 0
    assert blocked_data.SOME // 2 < len(data.some(torch.zeros(blocked_data.SOME * 2 + 5, 1))) <= blocked_data.SOME
