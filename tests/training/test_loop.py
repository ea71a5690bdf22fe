from __future__ import annotations

import dataclasses
import time

import pytest
import torch

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import PURSUIT, STANDARD
from mousaic.training.checkpoint import SHARE, Pace, TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loop import Loop, best_epoch
from mousaic.training.progress import Silent
from mousaic.training.steps.backend import make_step

CONFIG = config_for(
    "default", learn="topk", features=24, k=3, members=2, epochs=4, batch_size=4, validation=0.0, copies=2
)
BATCHES = 5
"""Of an epoch."""


def fresh_state(backend="torch") -> TrainingState:
    learn, parts = ("omp", STANDARD._replace(sparsity=PURSUIT)) if backend == "omp" else ("topk", STANDARD)
    ensemble = Ensemble.of_rows(orthogonal(2, 24, 64, 0), 3, torch.full((64,), 0.5), parts).requires_grad_(False)
    return TrainingState.start(ensemble, learn)


def a_loop(save=lambda state: None, data_class=TrainingData, backend="torch", **changes):
    originals = torch.rand(6, 1, 8, 8, generator=torch.Generator().manual_seed(3))
    data = data_class(originals, torch.zeros(0, 64), CONFIG.augmentation, 0, torch.device("cpu"))
    options = dataclasses.replace(CONFIG.training, **changes)
    config = dataclasses.replace(CONFIG, training=options)
    make = lambda state: make_step(backend, state, config, 2)  # noqa: E731
    return Loop(data, options, make, save, lambda state: None, Silent(), Interrupt())


class After(Pace):
    """A checkpoint after these epochs and no others, but for those that are written in any case."""

    def __init__(self, *epochs: int) -> None:
        self.epochs, self.asked = epochs, 0

    def due(self) -> bool:
        self.asked += 1
        return self.asked in self.epochs


class SpoiltData(TrainingData):
    """One image of the third epoch is not a number: the one that comes tenth."""

    def images(self, epoch):
        images = super().images(epoch).clone()
        if epoch == 2:
            images[self.order(epoch)[9], 5] = float("nan")
        return images


@pytest.mark.parametrize(("epochs", "last"), [((1, 2), 2), ((1,), 1)])
def test_a_breakdown_names_its_batch_and_keeps_the_last_good_checkpoint(tmp_path, epochs, last):
    path, state = tmp_path / "state.safetensors", fresh_state()
    loop = a_loop(lambda state: save_checkpoint(path, state), SpoiltData)
    loop.pace = After(*epochs)
    with pytest.raises(MousaicError, match=rf"epoch 3, batch 3; the last good checkpoint \(epoch {last}\) is kept"):
        loop.run(state)
    kept = fresh_state()
    load_checkpoint(path, kept)
    assert kept.epoch == last and len(kept.history) == last
    assert all(torch.isfinite(parameter).all() for parameter in kept.ensemble.parameters())


@pytest.mark.parametrize("backend", ["torch", "compiled", "omp"])
@pytest.mark.parametrize("batch", [1, 2, 5, 9, 17])
def test_stopped_after_any_batch_and_resumed_is_never_stopped(tmp_path, batch, backend):
    path, whole = tmp_path / "state.safetensors", fresh_state(backend)
    a_loop(backend=backend).run(whole)

    class StopsAt(Silent):
        told = 0

        def batch(self, epoch, done, total):
            self.told += 1
            loop.interrupt.asked = self.told == batch

    state = fresh_state(backend)
    loop = a_loop(lambda state: save_checkpoint(path, state), backend=backend)
    loop.progress = StopsAt()
    with pytest.raises(Interrupted):
        loop.run(state)
    resumed = fresh_state(backend)
    load_checkpoint(path, resumed)
    assert BATCHES * resumed.epoch + resumed.batch == batch
    assert resumed.adam.steps == (0 if backend == "omp" else batch)
    assert all(tensor.any() for tensor in resumed.memory.values()) and bool(resumed.memory) == (backend == "omp")
    a_loop(backend=backend).run(resumed)
    for ours, theirs in zip(resumed.ensemble.parameters(), whole.ensemble.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    timed = {"images_per_second", "seconds"}
    for row, expected in zip(resumed.history, whole.history, strict=True):
        assert {n: v for n, v in row.items() if n not in timed} == {n: v for n, v in expected.items() if n not in timed}


class Killed(Exception):
    pass


@pytest.mark.parametrize("saved", [0, 1, 2])
@pytest.mark.parametrize("backend", ["torch", "compiled", "omp"])
def test_epochs_since_the_last_checkpoint_are_repeated_to_the_bit(tmp_path, saved, backend):
    path, (whole, state, resumed) = tmp_path / "state.safetensors", (fresh_state(backend) for _ in range(3))
    a_loop(backend=backend).run(whole)

    def killed_after_the_third(state):
        if state.epoch == 3:
            raise Killed

    loop = a_loop(lambda state: save_checkpoint(path, state), backend=backend)
    loop.pace, loop.after_epoch = After(saved), killed_after_the_third
    with pytest.raises(Killed):
        loop.run(state)
    assert path.exists() == bool(saved)
    if saved:
        load_checkpoint(path, resumed)
    assert resumed.epoch == saved and state.epoch == 3
    a_loop(backend=backend).run(resumed)
    for ours, theirs in zip(resumed.ensemble.parameters(), whole.ensemble.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    losses = [[row["loss"] for row in one.history] for one in (resumed, whole)]
    assert losses[0] == losses[1] and len(losses[0]) == 4


@pytest.mark.parametrize(("options", "epochs"), [({}, [4]), ({"early_stop": 9, "validation": 0.2}, [1, 2, 3, 4])])
def test_the_last_epoch_is_saved_and_every_one_where_training_may_stop_early(options, epochs):
    saved = []
    loop = a_loop(lambda state: saved.append(state.epoch), **options)
    loop.pace = After()
    loop.run(fresh_state())
    assert saved == epochs


def test_writing_checkpoints_takes_its_share_of_the_time():
    pace = Pace()
    assert pace.due()
    pace.written(0.01)
    began = time.monotonic()
    while not pace.due():
        time.sleep(0.001)
    assert 0.01 * (1 / SHARE - 1) - 0.002 <= time.monotonic() - began < 1
    pace.written(1000.0)
    assert not pace.due()


def test_every_image_is_seen_once_an_epoch_in_an_order_of_its_own():
    data = a_loop().data
    assert sorted(data.order(0).tolist()) == list(range(18))
    assert data.order(0).tolist() != data.order(1).tolist()
    assert data.order(1).tolist() == data.order(1).tolist()


def test_fixed_copies_stay_and_fresh_copies_change():
    fresh, fixed = a_loop().data, a_loop().data
    fixed.options = dataclasses.replace(fixed.options, augment="fixed")
    assert torch.equal(fixed.images(0), fixed.images(7))
    assert torch.equal(fresh.images(0), fixed.images(0))
    assert not torch.equal(fresh.images(0), fresh.images(1))
    assert torch.equal(fresh.images(1)[::3], fresh.images(0)[::3])  # the originals stay among them
    alone = a_loop().data
    alone.options = dataclasses.replace(alone.options, augment="none")
    assert torch.equal(alone.images(3), alone.originals.flatten(1)) and alone.images_per_epoch == 6


def test_the_best_epoch_is_the_first_with_the_least_validation_error():
    rows = [{"validation_reconstruction": error} for error in (0.5, 0.2, 0.3, 0.2)]
    assert best_epoch(rows) == 2
    assert best_epoch([{"loss": 1.0}]) == 0


def test_dead_features_are_those_that_fire_on_no_original():
    """Copies fire more; what an epoch ends with counts, not what its batches were coded with."""
    loop, state = a_loop(epochs=2), fresh_state()
    loop.run(state)
    ensemble, originals = state.ensemble, loop.data.flat_originals
    fired = ensemble.encode(originals).dense(24).ne(0).any(1)
    assert state.history[-1]["dead_fraction"] == float((~fired).float().mean()) > 0
    assert float(state.sums.fired.eq(0).float().mean()) < state.history[-1]["dead_fraction"]
